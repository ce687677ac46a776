using System.Globalization;

namespace Arena.Core.Judging;

/// <summary>Several judges as one: all judge the same shards, and their verdicts are combined.</summary>
public sealed class JudgePanel : IJudge
{
    /// <summary>Makes a panel.</summary>
    /// <param name="name">Its name for people.</param>
    /// <param name="members">Its members, two or more, of one protocol and of different names.</param>
    /// <param name="rule">How their verdicts are combined.</param>
    /// <param name="quorum">How many members must have given a verdict; null for more than half.</param>
    /// <exception cref="ArgumentException">There are too few members, or they differ in protocol, or share a name.</exception>
    public JudgePanel(string name, IReadOnlyList<IJudge> members, PanelRule rule = PanelRule.Mean, int? quorum = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count < 2 || members.Select(member => member.Description.Name).Distinct(StringComparer.Ordinal).Count() < members.Count)
        {
            throw new ArgumentException("a panel needs two or more members of different names", nameof(members));
        }

        if (members.Any(member => member.Description.Protocol != members[0].Description.Protocol))
        {
            throw new ArgumentException("the members of a panel have one protocol", nameof(members));
        }

        if (quorum is { } asked && (asked < 1 || asked > members.Count))
        {
            throw new ArgumentOutOfRangeException(nameof(quorum), asked, "a quorum lies between 1 and the number of members");
        }

        (Members, Rule, Quorum) = (members, rule, quorum ?? ((members.Count / 2) + 1));
        Description = new(
            name,
            ContentHash.Of(
                ["panel", $"{rule}", Quorum.ToString(CultureInfo.InvariantCulture), .. members.Select(member => member.Description.Fingerprint).Order(StringComparer.Ordinal)]),
            members[0].Description.Protocol);
    }

    /// <inheritdoc/>
    public JudgeDescription Description { get; }

    /// <summary>The members.</summary>
    public IReadOnlyList<IJudge> Members { get; }

    /// <summary>How their verdicts are combined.</summary>
    public PanelRule Rule { get; }

    /// <summary>How many members must have given a verdict.</summary>
    public int Quorum { get; }

    /// <summary>The panel's judgment of a comparison that all members have judged.</summary>
    /// <param name="members">A judgment of each member.</param>
    public Judgment Combine(IReadOnlyList<Judgment> members) => PanelVerdict.Combine(Description.Name, members, Rule, Quorum);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shard);
        var judged = new List<IReadOnlyList<Judgment>>(Members.Count);
        foreach (var member in Members)
        {
            judged.Add(await member.JudgeAsync(shard, cancellationToken).ConfigureAwait(false));
        }

        return [.. shard.Comparisons.Select((_, i) => Combine([.. judged.Select(member => member[i])]))];
    }
}
