namespace Arena.Core.Storage;

/// <summary>A judge as the store knows it.</summary>
/// <param name="Name">Its name for people; not unique, for a judge that changes keeps it.</param>
/// <param name="Fingerprint">Hash of all that makes it this judge; unique.</param>
/// <param name="Kind">Where its judgments come from.</param>
/// <param name="Protocol">How the arena asks it; null where it is known from files alone, which may hold judgments of both kinds.</param>
public sealed record StoredJudge(string Name, string Fingerprint, JudgeKind Kind, Protocol? Protocol = null)
{
    /// <summary>A judge that the arena asks.</summary>
    /// <param name="judge">Who it is.</param>
    public static StoredJudge Asked(Judging.JudgeDescription judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        return new(judge.Name, judge.Fingerprint, JudgeKind.Asked, judge.Protocol);
    }

    /// <summary>A judge that is known by the name in a published file only.</summary>
    /// <param name="name">The name.</param>
    public static StoredJudge Recorded(string name) => new(name, ContentHash.Of("recorded", name), JudgeKind.Recorded);

    /// <summary>Whether a name under which verdicts are read means a judge of the given name: that name, or it with the beginning of a fingerprint.</summary>
    /// <param name="shown">A judge's name in what the store reads.</param>
    /// <param name="name">The name that the judge was given.</param>
    public static bool IsNamed(string shown, string name)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(name);
        return shown == name
            || (shown.Length == name.Length + " (12345678)".Length && shown.StartsWith($"{name} (", StringComparison.Ordinal) && shown.EndsWith(')'));
    }
}
