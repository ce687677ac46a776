using Arena.Core.Judging;

namespace Arena.Core.Bias;

/// <summary>A judgment that an audit needs.</summary>
/// <param name="Judge">Who is asked; a judge asked in another way is another judge.</param>
/// <param name="Prompt">The prompt that is shown.</param>
/// <param name="Comparison">What is shown besides.</param>
internal sealed record Asking(IJudge Judge, Prompt Prompt, Comparison Comparison)
{
    /// <summary>Two askings of the same key are one judgment.</summary>
    public AskingKey Key => new(
        Judge.Description.Fingerprint, Prompt.Id, Comparison.First.Contestant, Comparison.Second?.Contestant, Comparison.Turn, Comparison.Repeat);
}
