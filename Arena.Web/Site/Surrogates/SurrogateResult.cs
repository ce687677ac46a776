using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Explanation;

namespace Arena.Web.Site.Surrogates;

/// <summary>What a surrogate says of a tournament's judges.</summary>
/// <param name="Report">How well it foretells them.</param>
/// <param name="Explanation">What they reward.</param>
/// <param name="Warnings">What must be known, in sentences.</param>
/// <param name="Stamp">The state of the tournament that it rests on.</param>
/// <param name="At">When it was computed, UTC.</param>
internal sealed record SurrogateResult(SurrogateReport Report, SurrogateExplanation Explanation, IReadOnlyList<string> Warnings, string Stamp, DateTimeOffset At);
