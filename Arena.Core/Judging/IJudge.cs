namespace Arena.Core.Judging;

/// <summary>Whoever judges: a language model, a panel, a recording. Safe for calls from several threads.</summary>
public interface IJudge
{
    /// <summary>Who it is.</summary>
    public JudgeDescription Description { get; }

    /// <summary>Whether its verdicts cost next to nothing, so that it judges every pair and not only those that a pairing strategy chooses.</summary>
    public bool JudgesEveryPair => false;

    /// <summary>Judges all comparisons of a shard.</summary>
    /// <param name="shard">The comparisons.</param>
    /// <param name="cancellationToken">Cancels; nothing comes back then.</param>
    /// <returns>A judgment for every comparison, in their order. What could not be judged is a failed judgment with a reason.</returns>
    public Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken = default);

    /// <summary>The judge asked in another way; null where it cannot be, as one whose verdicts are recorded.</summary>
    /// <param name="variant">How it is to be asked.</param>
    /// <returns>A judge of another fingerprint, over the same model.</returns>
    public IJudge? Vary(JudgeVariant variant) => null;
}
