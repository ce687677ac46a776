using System.Runtime.InteropServices;
using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Core.Judging;

/// <summary>
/// Agreement of the voters of a <see cref="BattleTable"/>. A comparison is a prompt with two contestants, in either order. A voter is an
/// LLM judge, a named human, or, where the human has no name, each battle by itself. A voter has one vote on a comparison: the mean
/// outcome over its battles, the two orders weighing the same, is a vote for a contestant where it is above ½ and a tie at ½. So repeats
/// and both orders are not taken for more evidence. Battles without a prompt are left out; weights are not used. Immutable.
/// </summary>
public sealed class AgreementAnalysis
{
    /// <summary>A mean of soft outcomes that differs from ½ by rounding alone is a tie.</summary>
    private const double TieTolerance = 1e-9;

    /// <summary>A vote for the contestant of the lower index, for the other one, or for neither.</summary>
    private const int Verdicts = 3;

    private readonly IReadOnlyList<string> _judges;
    private readonly IReadOnlyList<string> _workers;
    private readonly int[] _promptOf;
    private readonly int _prompts;
    private readonly List<Vote>[] _votesOf;
    private readonly int _withoutPrompt;

    /// <summary>Collects the votes of a table.</summary>
    /// <param name="table">The battles.</param>
    public AgreementAnalysis(BattleTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _judges = table.Judges?.Names ?? [];
        _workers = table.Workers?.Names ?? [];
        _prompts = table.Clusters?.Names.Count ?? 0;

        var comparisons = new Dictionary<(int Prompt, int Low, int High), int>();
        var outcomes = new Dictionary<(int Comparison, int Voter), VoterOutcomes>();
        for (var row = 0; row < table.Count; row++)
        {
            var prompt = table.Clusters is null ? -1 : table.Clusters.Codes[row];
            if (prompt < 0)
            {
                _withoutPrompt++;
                continue;
            }

            var (first, second) = (table.First[row], table.Second[row]);
            var key = (prompt, Math.Min(first, second), Math.Max(first, second));
            if (!comparisons.TryGetValue(key, out var comparison))
            {
                comparisons.Add(key, comparison = comparisons.Count);
            }

            CollectionsMarshal.GetValueRefOrAddDefault(outcomes, (comparison, VoterOf(table, row)), out _)
                .Add(table.Outcome[row], isLowFirst: first < second);
        }

        _promptOf = [.. comparisons.Keys.Select(key => key.Prompt)];
        _votesOf = [.. comparisons.Select(_ => new List<Vote>())];
        foreach (var ((comparison, voter), outcome) in outcomes)
        {
            _votesOf[comparison].Add(VoteOf(voter, outcome));
        }
    }

    /// <summary>Everything about the humans and the judges of the table.</summary>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <param name="replicates">Number of bootstrap replicates, at least 1.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public AgreementReport Report(long seed, int replicates = 1000, double level = 0.95)
    {
        var humans = VoteSource.Humans;
        VoteSource[] judges = [.. _judges.Select(VoteSource.OfJudge)];
        var pairs = new List<(VoteSource First, VoteSource Second)>();
        if (_votesOf.Any(votes => votes.Exists(vote => vote.Voter >= _judges.Count)))
        {
            pairs.Add((humans, humans));
            pairs.AddRange(judges.Select(judge => (judge, humans)));
        }

        for (var i = 0; i < judges.Length; i++)
        {
            pairs.AddRange(judges[(i + 1)..].Select(later => (judges[i], later)));
        }

        return new AgreementReport(
            [.. pairs.Select(pair => Between(pair.First, pair.Second, seed, replicates, level))],
            [.. Enumerable.Range(0, judges.Length).Select(judge => PositionOf(judge, seed, replicates, level)).OfType<PositionBias>()],
            _withoutPrompt);
    }

    /// <summary>The agreement of two sources, or of the voters of one source among themselves.</summary>
    /// <param name="first">One source.</param>
    /// <param name="second">The other source, or the same one.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <param name="replicates">Number of bootstrap replicates, at least 1.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentException">The table has no such judge or worker.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public SourceAgreement Between(VoteSource first, VoteSource second, long seed, int replicates = 1000, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (isFirst, isSecond) = (MembersOf(first), MembersOf(second));
        var isSame = first == second;
        var withTies = new (long Count, long Of)[_prompts];
        var withoutTies = new (long Count, long Of)[_prompts];
        var pairs = new double[Verdicts, Verdicts];
        var coincidences = new double[Verdicts, Verdicts];
        var compared = 0;
        Span<int> firstVotes = stackalloc int[Verdicts];
        Span<int> secondVotes = stackalloc int[Verdicts];
        Span<int> sharedVoters = stackalloc int[Verdicts];
        for (var comparison = 0; comparison < _votesOf.Length; comparison++)
        {
            firstVotes.Clear();
            secondVotes.Clear();
            sharedVoters.Clear();
            var voters = 0;
            foreach (var vote in _votesOf[comparison])
            {
                var (inFirst, inSecond) = (isFirst(vote.Voter), isSecond(vote.Voter));
                var verdict = IndexOf(vote.Verdict);
                firstVotes[verdict] += inFirst ? 1 : 0;
                secondVotes[verdict] += inSecond ? 1 : 0;
                sharedVoters[verdict] += inFirst && inSecond ? 1 : 0;
                voters += inFirst ? 1 : 0;
            }

            ref var all = ref withTies[_promptOf[comparison]];
            ref var decided = ref withoutTies[_promptOf[comparison]];
            var before = all.Of;
            for (var i = 0; i < Verdicts; i++)
            {
                for (var j = 0; j < Verdicts; j++)
                {
                    // No voter is compared with itself.
                    var count = ((long)firstVotes[i] * secondVotes[j]) - (i == j ? sharedVoters[i] : 0);
                    if (count == 0)
                    {
                        continue;
                    }

                    var agreeing = i == j ? count : 0;
                    all = (all.Count + agreeing, all.Of + count);
                    if (i != IndexOf(Verdict.Tie) && j != IndexOf(Verdict.Tie))
                    {
                        decided = (decided.Count + agreeing, decided.Of + count);
                    }

                    // Half in either orientation, because which contestant has the lower index means nothing.
                    var (mirroredI, mirroredJ) = (Mirror(i), Mirror(j));
                    pairs[i, j] += count / 2.0;
                    pairs[mirroredI, mirroredJ] += count / 2.0;
                    if (isSame)
                    {
                        coincidences[i, j] += count / 2.0 / (voters - 1);
                        coincidences[mirroredI, mirroredJ] += count / 2.0 / (voters - 1);
                    }
                }
            }

            compared += all.Of > before ? 1 : 0;
        }

        // Within one source every pair of votes was met from both sides.
        var sides = isSame ? 2 : 1;
        return new SourceAgreement(first, second)
        {
            Comparisons = compared,
            WithTies = Share(withTies),
            WithoutTies = Share(withoutTies),
            Kappa = isSame ? null : Defined(RaterAgreement.CohenKappa(pairs)),
            Alpha = isSame ? Defined(RaterAgreement.KrippendorffAlpha(coincidences, [0, 1, 2], MeasurementLevel.Nominal)) : null,
        };

        ClusteredShare Share((long Count, long Of)[] prompts) => ClusteredShare.Estimate(
            prompts.Select(prompt => (prompt.Count / sides, prompt.Of / sides)), seed, replicates, level);
    }

    private PositionBias? PositionOf(int judge, long seed, int replicates, double level)
    {
        var consistency = new (long Count, long Of)[_prompts];
        var firstPicks = new (long Count, long Of)[_prompts];
        for (var comparison = 0; comparison < _votesOf.Length; comparison++)
        {
            // Without a vote of the judge this is the default, in which both orders are missing.
            var vote = _votesOf[comparison].Find(vote => vote.Voter == judge);
            if (vote.WhenLowFirst == Verdict.Failed || vote.WhenHighFirst == Verdict.Failed)
            {
                continue;
            }

            ref var consistent = ref consistency[_promptOf[comparison]];
            consistent = (consistent.Count + (vote.WhenLowFirst == vote.WhenHighFirst ? 1 : 0), consistent.Of + 1);
            ref var picks = ref firstPicks[_promptOf[comparison]];
            picks = (
                picks.Count + (vote.WhenLowFirst == Verdict.FirstWins ? 1 : 0) + (vote.WhenHighFirst == Verdict.SecondWins ? 1 : 0),
                picks.Of + (vote.WhenLowFirst == Verdict.Tie ? 0 : 1) + (vote.WhenHighFirst == Verdict.Tie ? 0 : 1));
        }

        return consistency.All(prompt => prompt.Of == 0)
            ? null
            : new PositionBias(
                _judges[judge],
                ClusteredShare.Estimate(consistency, seed, replicates, level),
                ClusteredShare.Estimate(firstPicks, seed, replicates, level));
    }

    /// <summary>Voters are numbered: the judges, then the named humans, then the rows of humans without a name.</summary>
    private int VoterOf(BattleTable table, int row)
    {
        if (table.Judges is { } judges && judges.Codes[row] >= 0)
        {
            return judges.Codes[row];
        }

        return _judges.Count
            + (table.Workers is { } workers && workers.Codes[row] >= 0 ? workers.Codes[row] : _workers.Count + row);
    }

    private Func<int, bool> MembersOf(VoteSource source)
    {
        if (source == VoteSource.Humans)
        {
            return voter => voter >= _judges.Count;
        }

        var (names, offset) = source.Judge is null ? (_workers, _judges.Count) : (_judges, 0);
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == source.ToString())
            {
                var member = offset + i;
                return voter => voter == member;
            }
        }

        throw new ArgumentException($"the table has no {(source.Judge is null ? "worker" : "judge")} \"{source}\"", nameof(source));
    }

    private static Vote VoteOf(int voter, in VoterOutcomes outcome) => new(
        voter,
        VerdictOf(outcome.Mean),
        outcome.LowFirst is { } low ? VerdictOf(low) : Verdict.Failed,
        outcome.HighFirst is { } high ? VerdictOf(high) : Verdict.Failed);

    private static double? Defined(double coefficient) => double.IsNaN(coefficient) ? null : coefficient;

    private static int IndexOf(Verdict verdict) => (int)verdict - (int)Verdict.FirstWins;

    private static int Mirror(int verdict) => verdict switch { 0 => 1, 1 => 0, _ => verdict };

    private static Verdict VerdictOf(double outcome) => (outcome - 0.5) switch
    {
        > TieTolerance => Verdict.FirstWins,
        < -TieTolerance => Verdict.SecondWins,
        _ => Verdict.Tie,
    };

    /// <summary>
    /// What one voter says of one comparison: altogether, and in each order. <see cref="Verdict.FirstWins"/> is the contestant of the lower
    /// index in all three; <see cref="Verdict.Failed"/> stands for an order that the voter was not shown.
    /// </summary>
    private readonly record struct Vote(int Voter, Verdict Verdict, Verdict WhenLowFirst, Verdict WhenHighFirst);
}
