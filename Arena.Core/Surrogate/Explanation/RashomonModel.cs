namespace Arena.Core.Surrogate.Explanation;

/// <summary>A model that was tried for the Rashomon set.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Loss">Log-loss on contestants held out, in nats a response.</param>
/// <param name="IsIn">Whether it is about as good as the best.</param>
public sealed record RashomonModel(string Name, double Loss, bool IsIn);
