using Arena.Core.Ratings;

namespace Arena.Core.Judging;

/// <summary>Battles, and what they were made of.</summary>
/// <param name="Battles">The battles, in an order that does not depend on when each judgment was made.</param>
/// <param name="Tallies">Each judge's pairwise judgments, in the order of names; none where all battles are votes.</param>
public sealed record MergedBattles(BattleTable Battles, IReadOnlyList<JudgmentCount> Tallies)
{
    /// <summary>Number of pairwise judgments, failed ones included; 0 where all battles are votes.</summary>
    public int Judgments => Tallies.Sum(tally => tally.Judgments);

    /// <summary>How many of the judgments failed and so are in no battle.</summary>
    public int Failed => Tallies.Sum(tally => tally.Failed);

    /// <summary>The judges that decided a battle or failed to, in the order of names.</summary>
    public IReadOnlyList<string> Judges =>
        [.. Tallies.Select(tally => tally.Judge).Union(Battles.Judges?.Names ?? []).Order(StringComparer.Ordinal)];

    /// <summary>One judge's part.</summary>
    /// <param name="judge">The judge's name.</param>
    public MergedBattles Of(string judge)
    {
        var judges = Battles.Judges;
        return new(
            Battles.Where(row => judges is not null && judges.Codes[row] is >= 0 and var code && judges.Names[code] == judge),
            [.. Tallies.Where(tally => tally.Judge == judge)]);
    }
}
