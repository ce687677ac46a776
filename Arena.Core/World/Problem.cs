namespace Arena.Core.World;

/// <summary>A question whose one right answer is known.</summary>
/// <param name="Skill">What it asks for.</param>
/// <param name="Question">The question as a contestant reads it.</param>
/// <param name="Answer">The right answer.</param>
/// <param name="Lures">Wrong answers that this problem invites, such as another entry of the table. May be empty.</param>
public sealed record Problem(Skill Skill, string Question, string Answer, IReadOnlyList<string> Lures);
