namespace Arena.Core.World;

/// <summary>One request to a judge with its right verdict.</summary>
/// <param name="Id">Name of the case; the two orders of one pair share it.</param>
/// <param name="ProblemId">Number of the problem within the export.</param>
/// <param name="Skill">What the problem asks for.</param>
/// <param name="Protocol">How the judge is asked.</param>
/// <param name="HasReference">Whether the right answer is shown.</param>
/// <param name="IsSwapped">Whether this is the second order of the pair.</param>
/// <param name="Segments">The prompt, see <see cref="JudgePrompt"/>.</param>
/// <param name="Responses">The responses in the order shown: one or two.</param>
/// <param name="Label">The right verdict: A, B or C; 7 for a right and 1 for a wrong response.</param>
public sealed record JudgingExample(
    string Id,
    int ProblemId,
    Skill Skill,
    Protocol Protocol,
    bool HasReference,
    bool IsSwapped,
    IReadOnlyList<string> Segments,
    IReadOnlyList<JudgedResponse> Responses,
    string Label);
