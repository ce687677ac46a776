namespace Arena.Core.Tournaments;

/// <summary>A pair to judge.</summary>
/// <param name="Prompt">Index of the prompt.</param>
/// <param name="First">Index of a contestant.</param>
/// <param name="Second">Index of another contestant.</param>
public readonly record struct PlannedPair(int Prompt, int First, int Second);
