namespace Arena.Core.Ratings;

/// <summary>Scores that a <see cref="RankListRating"/> found.</summary>
/// <param name="Scores">
/// A score for every contestant in the order of <see cref="RankListRating.Contestants"/>, with mean 0; differences are in
/// units of log-odds where lists hold two contestants.
/// </param>
/// <param name="IsConverged">Whether the gradient norm is within the tolerance.</param>
/// <param name="Iterations">Steps that the minimiser took.</param>
/// <param name="GradientNorm">
/// Euclidean norm of the loss's gradient, the derivative by each score divided by √(lists that the contestant is in + ridge). It
/// is, by order of magnitude, how far the scores are from the minimum in units of their standard errors.
/// </param>
public sealed record RankListFit(IReadOnlyList<double> Scores, bool IsConverged, int Iterations, double GradientNorm);
