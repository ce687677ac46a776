using System.Runtime.InteropServices;
using Arena.Core.Judging;
using Arena.Core.Ratings;

namespace Arena.Core.Storage;

/// <summary>What keeps a tournament's win matrix in step with its battles: every transaction adds the difference that it makes.</summary>
internal sealed partial class StoreWriter
{
    private readonly HashSet<(int Prompt, int Judge)> _touched = [];
    private readonly Dictionary<(int Judge, string Category, int First, int Second), PairTally> _difference = [];
    private readonly List<(int First, int Second, int Turn, int Repeat, double Outcome, double Weight)> _shard = [];
    private readonly BattleMerger _merger = new([], [""]);
    private (int[] Ids, Dictionary<int, int> Codes) _ranks = ([], []);
    private Statement? _readShard;
    private Statement? _readJudges;
    private BulkInsert? _addToMatrix;

    /// <summary>Adds up all battles of the tournament anew.</summary>
    public void RebuildMatrix(
        Func<string, IEnumerable<string>, BadInputException> unknown, Func<string, BadInputException> refuse, CancellationToken cancellationToken)
    {
        var names = StoreNames.Read(_connection, _tournamentName, unknown);
        Prepare("DELETE FROM win_matrix WHERE tournament_id = ?1").Run(_tournament);
        RankContestants();
        int[] judges = [.. names.Judges.Keys];
        var merger = new BattleMerger([], [.. names.Judges.Values]);
        ArenaStore.MergeJudgments(
            _connection,
            names,
            _ranks.Codes,
            judges.Index().ToDictionary(judge => judge.Item, judge => judge.Index),
            merger,
            (_, category) =>
            {
                foreach (var (judge, first, second, outcome, weight) in merger.TakePrompt())
                {
                    Add(judges[judge], category, first, second, outcome, weight);
                }
            },
            cancellationToken);

        var labels = StoreNames.ReadLabels(_connection, _tournament);
        var vote = Prepare("SELECT first_id, second_id, outcome, weight, category_id, judge_id FROM votes WHERE tournament_id = ?1");
        vote.Bind(_tournament);
        for (var rows = 0; ArenaStore.Next(vote, rows, cancellationToken); rows++)
        {
            Add(
                vote.IntOrNull(5) ?? 0,
                vote.IsNull(4) ? null : labels[vote.Int(4)],
                _ranks.Codes[vote.Int(0)],
                _ranks.Codes[vote.Int(1)],
                vote.Double(2),
                vote.Double(3));
        }

        Prepare("UPDATE tournaments SET has_win_matrix = ?2 WHERE id = ?1").Run(_tournament, true);

        void Add(int judge, string? category, int first, int second, double outcome, double weight) =>
            AddRanked(
                judge,
                category,
                first,
                second,
                WeightFault(weight) is { } fault ? throw refuse($"tournament \"{_tournamentName}\" has a battle whose {fault}") : PairTally.Of(outcome, weight));
    }

    private static string? WeightFault(double weight) => weight is >= PairTally.LeastWeight and <= PairTally.GreatestWeight
        ? null
        : $"weight {weight} is not a number from {PairTally.LeastWeight} (2⁻³⁰) to {PairTally.GreatestWeight} (2³⁰)";

    /// <summary>Whatever of a judge's pairwise judgments of a prompt is written after this changes the matrix.</summary>
    private void Touch(int prompt, int judge)
    {
        if (_hasMatrix && _touched.Add((prompt, judge)))
        {
            AddShard(prompt, judge, isTakenAway: true);
        }
    }

    /// <summary>Gives a prompt another category, and its battles with it.</summary>
    private void SetCategory(int prompt, string? category)
    {
        _readJudges ??= Prepare("SELECT DISTINCT judge_id FROM judgments WHERE prompt_id = ?1 AND second_id IS NOT NULL");
        _readJudges.Bind(prompt);
        var judges = new List<int>();
        while (_readJudges.Read())
        {
            judges.Add(_readJudges.Int(0));
        }

        judges.ForEach(judge => Touch(prompt, judge));
        _setCategory.Run(prompt, category);
    }

    private void AddToMatrix(in AddedVote vote)
    {
        if (_hasMatrix)
        {
            var tally = PairTally.Of(vote.Outcome, vote.Weight);
            AddDifference(vote.Judge, vote.Category, vote.IsSwapped ? vote.Second : vote.First, vote.IsSwapped ? vote.First : vote.Second, vote.IsSwapped ? tally.Swapped : tally);
        }
    }

    /// <summary>Adds the battles of a judge on a prompt as they are now, or takes them away.</summary>
    private void AddShard(int prompt, int judge, bool isTakenAway)
    {
        _readShard ??= Prepare("""
            SELECT j.first_id, j.second_id, j.turn, j.repeat, j.verdict, j.first_win_probability, j.weight, p.category
            FROM judgments j JOIN prompts p ON p.id = j.prompt_id
            WHERE j.prompt_id = ?1 AND j.judge_id = ?2 AND j.second_id IS NOT NULL AND j.failure_reason IS NULL AND NOT j.is_superseded
            """);
        _readShard.Bind(prompt, judge);
        string? category = null;
        while (_readShard.Read())
        {
            category = _readShard.TextOrNull(7);
            _shard.Add((
                _readShard.Int(0),
                _readShard.Int(1),
                _readShard.Int(2),
                _readShard.Int(3),
                BattleMerge.OutcomeOf((Verdict)_readShard.Int(4), _readShard.DoubleOrNull(5)),
                _readShard.Double(6)));
        }

        // Contestants come in while files are read; the order of those that are known stays.
        if (_shard.Exists(judgment => !_ranks.Codes.ContainsKey(judgment.First) || !_ranks.Codes.ContainsKey(judgment.Second)))
        {
            RankContestants();
        }

        foreach (var (first, second, turn, repeat, outcome, weight) in _shard)
        {
            _merger.Add(0, _ranks.Codes[first], _ranks.Codes[second], turn, repeat, outcome, weight);
        }

        _shard.Clear();
        foreach (var (_, first, second, outcome, weight) in _merger.TakePrompt())
        {
            var tally = PairTally.Of(outcome, weight);
            AddRanked(judge, category, first, second, isTakenAway ? default(PairTally) - tally : tally);
        }
    }

    private void AddRanked(int judge, string? category, int first, int second, PairTally tally) =>
        AddDifference(
            judge, category, _ranks.Ids[Math.Min(first, second)], _ranks.Ids[Math.Max(first, second)], first < second ? tally : tally.Swapped);

    private void AddDifference(int judge, string? category, int first, int second, PairTally tally)
    {
        ref var difference = ref CollectionsMarshal.GetValueRefOrAddDefault(_difference, (judge, category ?? "", first, second), out _);
        difference += tally;
    }

    private void RankContestants()
    {
        var names = StoreNames.ReadContestants(_connection, _tournament);
        var (_, codes) = ArenaStore.Rank(names);
        _ranks = ([.. codes.OrderBy(code => code.Value).Select(code => code.Key)], codes);
    }

    /// <summary>Adds the difference that the transaction makes to the matrix, in the order of keys: so writers of the same rows wait for each other and never in a circle.</summary>
    private void FlushMatrix()
    {
        foreach (var (prompt, judge) in _touched)
        {
            AddShard(prompt, judge, isTakenAway: false);
        }

        _touched.Clear();
        foreach (var ((judge, category, first, second), tally) in _difference
            .Where(difference => difference.Value != default)
            .OrderBy(difference => difference.Key.Judge)
            .ThenBy(difference => difference.Key.Category, StringComparer.Ordinal)
            .ThenBy(difference => difference.Key.First)
            .ThenBy(difference => difference.Key.Second))
        {
            _addToMatrix ??= _connection.Bulk(WinMatrixTable.Bulk);
            WinMatrixTable.Write(_addToMatrix.With(_tournament).With(judge).With(category).With(first).With(second), tally);
            _addToMatrix.Add();
            if (_addToMatrix.Count == LargestBulk)
            {
                _addToMatrix.Flush();
            }
        }

        _addToMatrix?.Flush();
        _difference.Clear();
    }

    /// <summary>A vote for the matrix: contestants by row number, swapped where the second's name comes first.</summary>
    private readonly record struct AddedVote(int Judge, string? Category, int First, int Second, bool IsSwapped, double Outcome, double Weight);
}
