using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>An estimate beside the log-strengths: a control's coefficient or a tie parameter.</summary>
/// <param name="Name"><c>position</c>, a style's name, or <c>tie</c>.</param>
/// <param name="Value">
/// For a control: what it adds to the log-odds of the first response, for a style per typical (root mean square) difference.
/// For <c>tie</c>: Davidson's ν or Rao and Kupper's η.
/// </param>
/// <param name="Interval">Its interval; null where none was asked for or none can be given.</param>
public sealed record RatingParameter(string Name, double Value, Interval? Interval);
