namespace Arena.Core.Bias;

/// <summary>An audit as it is kept: each prompt and text of the flips once, for the same ones flip under many distractors.</summary>
/// <param name="Audit">The audit without its flips.</param>
/// <param name="Prompts">The prompts of the flips.</param>
/// <param name="Texts">The texts of their responses.</param>
/// <param name="Flips">The flips, in their order.</param>
internal sealed record KeptAuditBody(
    TournamentAudit Audit, IReadOnlyList<Prompt> Prompts, IReadOnlyList<string> Texts, IReadOnlyList<KeptAuditFlip> Flips)
{
    public static KeptAuditBody Of(TournamentAudit audit)
    {
        var (prompts, texts) = (new Numbers<Prompt>(ReferenceEqualityComparer.Instance), new Numbers<string>(StringComparer.Ordinal));
        List<KeptAuditFlip> flips = [.. audit.Flips.Select(flip => new KeptAuditFlip(flip.Trial, Pair(flip.Before), Pair(flip.After)))];
        return new(audit with { Flips = [] }, prompts.Items, texts.Items, flips);

        KeptAuditPair Pair(ShownPair pair) =>
            new(prompts.Of(pair.Prompt), [.. pair.Marked.Select(texts.Of)], [.. pair.Other.Select(texts.Of)], pair.Judgments);
    }

    public TournamentAudit ToAudit()
    {
        return Audit with { Flips = [.. Flips.Select(flip => new FlippedPair(flip.Trial, Pair(flip.Before), Pair(flip.After)))] };

        ShownPair Pair(KeptAuditPair pair) =>
            new(Prompts[pair.Prompt], [.. pair.Marked.Select(text => Texts[text])], [.. pair.Other.Select(text => Texts[text])], pair.Judgments);
    }

    /// <summary>Numbers things from 0 as they first come.</summary>
    private sealed class Numbers<T>(IEqualityComparer<T> equality)
        where T : notnull
    {
        private readonly Dictionary<T, int> _numbers = new(equality);

        public List<T> Items { get; } = [];

        public int Of(T item)
        {
            if (!_numbers.TryGetValue(item, out var number))
            {
                _numbers.Add(item, number = Items.Count);
                Items.Add(item);
            }

            return number;
        }
    }
}
