namespace Arena.Core.Judging;

/// <summary>What a judge is shown besides the prompt.</summary>
/// <param name="First">The response shown first, or the only one.</param>
/// <param name="Second">The response shown second; null when pointwise.</param>
/// <param name="Turn">The turn to judge, from 1; 0 for the whole conversation.</param>
/// <param name="Repeat">Counts repeats of the same question from 0.</param>
public sealed record Comparison(Response First, Response? Second = null, int Turn = 0, int Repeat = 0);
