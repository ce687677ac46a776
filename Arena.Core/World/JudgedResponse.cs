namespace Arena.Core.World;

/// <summary>A response in a judging example, with what is known of it.</summary>
/// <param name="Text">What is shown to the judge.</param>
/// <param name="IsCorrect">Whether its answer is the right one.</param>
/// <param name="Style">How it was dressed from the start.</param>
/// <param name="Distractor">The style that was added afterwards; null where it is as it was.</param>
public sealed record JudgedResponse(string Text, bool IsCorrect, Style Style, Style? Distractor = null);
