namespace Arena.Core.World;

/// <summary>
/// The question that the bundled judges were trained to answer, in segments: prompts with an equal beginning share segments, and
/// tokens never cross from one into the next. First and last are ours; what lies between holds text of others, in which no special
/// token may be recognised.
/// </summary>
public static class JudgePrompt
{
    private const string Opening = "<|im_start|>user\n";
    private const string Closing = "<|im_end|>\n<|im_start|>assistant\n";

    /// <summary>What a pairwise prompt can be answered with: the first is right, the second, or neither is better.</summary>
    public static IReadOnlyList<string> PairwiseCandidates { get; } = ["A", "B", "C"];

    /// <summary>What a pointwise prompt can be answered with, from worst to best.</summary>
    public static IReadOnlyList<string> PointwiseCandidates { get; } = ["1", "2", "3", "4", "5", "6", "7"];

    /// <summary>Asks which of two responses answers better.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="reference">The right answer; null where none is given.</param>
    /// <param name="first">The response shown first.</param>
    /// <param name="second">The response shown second.</param>
    public static IReadOnlyList<string> Pairwise(string question, string? reference, string first, string second) =>
        [Opening, Task(question, reference), $"\nA: {first}", $"\nB: {second}", Closing];

    /// <summary>Asks for a score of one response.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="reference">The right answer; null where none is given.</param>
    /// <param name="response">The response.</param>
    public static IReadOnlyList<string> Pointwise(string question, string? reference, string response) =>
        [Opening, Task(question, reference), $"\nAnswer: {response}", Closing];

    private static string Task(string question, string? reference) =>
        reference is null ? $"Question: {question}" : $"Question: {question}\nReference: {reference}";
}
