namespace Arena.Core.Judging;

/// <summary>That a judge gave no verdict, and why.</summary>
/// <param name="Kind">The kind of failure, by which failures are counted.</param>
/// <param name="Detail">What happened, for people.</param>
public sealed record JudgingFailure(FailureKind Kind, string Detail)
{
    /// <summary>The name by which a kind is counted and shown, such as <c>context exceeded</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string NameOf(FailureKind kind) => kind switch
    {
        FailureKind.ContextExceeded => "context exceeded",
        FailureKind.LowMass => "low candidate mass",
        FailureKind.Unparseable => "unparseable",
        FailureKind.TimedOut => "timed out",
        FailureKind.Refused => "refused",
        FailureKind.EngineError => "engine error",
        FailureKind.NotRecorded => "not recorded",
        FailureKind.NoQuorum => "no quorum",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of failure"),
    };

    /// <summary>The kind of a reason; null where it is none of a judge's, as those that were imported.</summary>
    /// <param name="reason">The reason as it is kept with a <see cref="Judgment"/>.</param>
    public static FailureKind? KindOf(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            if (reason.StartsWith($"{NameOf(kind)}:", StringComparison.Ordinal))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a reason lies in what was asked and in the model, so that asking the same again would come to the same: too long a prompt, too little
    /// mass on the candidates.
    /// </summary>
    /// <param name="reason">The reason as it is kept with a <see cref="Judgment"/>.</param>
    public static bool IsLasting(string reason) => KindOf(reason) is FailureKind.ContextExceeded or FailureKind.LowMass;

    /// <summary>The reason as it is kept with a <see cref="Judgment"/>: the kind's name, then the detail.</summary>
    public override string ToString() => $"{NameOf(Kind)}: {Detail}";
}
