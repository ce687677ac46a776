using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>How well a model foretells the verdicts on contestants that it has not seen.</summary>
/// <param name="Name">What it looks at.</param>
/// <param name="Features">Number of features.</param>
/// <param name="Auc">The probability that a response that won has a greater chance than one that lost; ½ is guessing.</param>
/// <param name="LogLoss">Mean −y log p − (1 − y) log(1 − p), in nats.</param>
/// <param name="KendallTau">τ-b of contestants by predicted and by judged mean outcome.</param>
public sealed record HeldOutFit(string Name, int Features, IntervalEstimate Auc, IntervalEstimate LogLoss, IntervalEstimate KendallTau);
