using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Hybrid;

/// <summary>Planned battles by number, and Bradley–Terry fits to all of them and to those that were judged.</summary>
internal sealed class HybridSample
{
    /// <summary>How certain a cheap judge is taken to be where it leaves somebody without a point.</summary>
    private const double MostCertain = 0.99;

    private readonly Dictionary<string, int> _numbers;

    public HybridSample(IReadOnlyList<HybridBattle> battles)
    {
        Battles = battles;
        foreach (var battle in battles)
        {
            Check(battle);
        }

        Contestants = [.. battles.SelectMany(battle => new[] { battle.First, battle.Second }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _numbers = Contestants.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        (First, Second) = ([.. battles.Select(battle => _numbers[battle.First])], [.. battles.Select(battle => _numbers[battle.Second])]);
        var prompts = new Dictionary<string, int>(StringComparer.Ordinal);
        PromptOf = new int[battles.Count];
        var next = 0;
        foreach (var (row, battle) in battles.Index())
        {
            if (battle.Prompt is not { } prompt)
            {
                PromptOf[row] = next++;
            }
            else if (!prompts.TryGetValue(prompt, out PromptOf[row]))
            {
                prompts.Add(prompt, PromptOf[row] = next++);
            }
        }

        Prompts = next;
        Judged = [.. Enumerable.Range(0, battles.Count).Where(row => battles[row].Judged is not null)];
        if (Judged.Length == 0)
        {
            throw new ArgumentException("the judge judged none of the planned battles");
        }

        JudgedPrompts = Judged.Select(row => PromptOf[row]).Distinct().Count();
        (Planned, JudgedOf) = (new int[Contestants.Length], new int[Contestants.Length]);
        for (var row = 0; row < battles.Count; row++)
        {
            Planned[First[row]]++;
            Planned[Second[row]]++;
        }

        foreach (var row in Judged)
        {
            JudgedOf[First[row]]++;
            JudgedOf[Second[row]]++;
        }
    }

    public IReadOnlyList<HybridBattle> Battles { get; }

    public string[] Contestants { get; }

    public int[] First { get; }

    public int[] Second { get; }

    public int[] PromptOf { get; }

    public int Prompts { get; }

    /// <summary>Rows of the judged battles.</summary>
    public int[] Judged { get; }

    public int JudgedPrompts { get; }

    public int[] Planned { get; }

    public int[] JudgedOf { get; }

    /// <summary>Weight of a judged battle.</summary>
    public double WeightOf(int row) => 1 / (Battles[row].Inclusion ?? 1);

    /// <summary>The cheap judge's strengths, over all that was planned.</summary>
    public StrengthFit FitAll(List<string> notes, CancellationToken cancellationToken)
    {
        var groups = Groups(Enumerable.Range(0, Battles.Count), battle => battle.Predicted);
        if (groups.IslandOf.Any(island => island != 0))
        {
            throw new ArgumentException("the planned battles do not join all contestants, so they cannot be rated together: take a part that is joined");
        }

        var isBounded = groups.Count > 1;
        if (isBounded)
        {
            notes.Add($"The cheap judge leaves some contestants without any point, so its certainty is taken for {MostCertain * 100:0} % at most.");
        }

        var table = new BattleTableBuilder();
        foreach (var battle in Battles)
        {
            var predicted = isBounded ? 1 - MostCertain + (((2 * MostCertain) - 1) * battle.Predicted) : battle.Predicted;
            table.Add(new Battle(battle.First, battle.Second, predicted));
        }

        return Fit(table, cancellationToken);
    }

    /// <summary>Strengths over the judged battles; contestants outside get one battle more, against all their opponents, that ends as foretold.</summary>
    public StrengthFit FitJudged(Func<HybridBattle, double?> outcome, StrengthFit foretold, bool[] outside, CancellationToken cancellationToken)
    {
        var table = new BattleTableBuilder();
        foreach (var row in Judged)
        {
            table.Add(new Battle(Battles[row].First, Battles[row].Second, outcome(Battles[row])!.Value, WeightOf(row)));
        }

        foreach (var (contestant, opponent, weight) in Added(outside))
        {
            var probability = Logistic.Probability(foretold.Strengths[contestant] - foretold.Strengths[opponent]);
            table.Add(new Battle(Contestants[contestant], Contestants[opponent], probability, weight));
        }

        return Fit(table, cancellationToken);
    }

    /// <summary>One battle for each contestant outside, spread over its planned opponents.</summary>
    public IEnumerable<(int Contestant, int Opponent, double Weight)> Added(bool[] outside)
    {
        for (var contestant = 0; contestant < outside.Length; contestant++)
        {
            if (!outside[contestant])
            {
                continue;
            }

            var opponents = new SortedDictionary<int, int>();
            for (var row = 0; row < Battles.Count; row++)
            {
                if (First[row] == contestant || Second[row] == contestant)
                {
                    var opponent = First[row] == contestant ? Second[row] : First[row];
                    opponents[opponent] = opponents.GetValueOrDefault(opponent) + 1;
                }
            }

            foreach (var (opponent, count) in opponents)
            {
                yield return (contestant, opponent, (double)count / Planned[contestant]);
            }
        }
    }

    /// <summary>Who has no finite strength beside the others by what was judged: by the verdicts, or by the predictions of the same battles.</summary>
    public bool[] Outside()
    {
        var byVerdict = Groups(Judged, battle => battle.Judged!.Value);
        var byPrediction = Groups(Judged, battle => battle.Predicted);
        return [.. Enumerable.Range(0, Contestants.Length).Select(i => byVerdict.GroupOf[i] != 0 || byPrediction.GroupOf[i] != 0)];
    }

    private ComparisonGroups Groups(IEnumerable<int> rows, Func<HybridBattle, double> outcome)
    {
        var arrows = new HashSet<(int, int)>();
        foreach (var row in rows)
        {
            var points = outcome(Battles[row]);
            if (points > 0)
            {
                arrows.Add((Second[row], First[row]));
            }

            if (points < 1)
            {
                arrows.Add((First[row], Second[row]));
            }
        }

        return ComparisonGroups.Find(Contestants.Length, arrows);
    }

    private StrengthFit Fit(BattleTableBuilder builder, CancellationToken cancellationToken)
    {
        var table = builder.Build();
        var model = new ComparisonModel(ComparisonDesign.Build(table, RatingControls.None), new BradleyTerryOutcome(), ridge: 0);
        var solution = model.Fit(model.Design.Totals, [], isResampled: false, cancellationToken);
        if (!solution.Converged || model.GroupCount > 1 || table.Contestants.Count < Contestants.Length)
        {
            throw new ArgumentException("the strengths could not be fitted to the battles: their outcomes are too extreme");
        }

        var inverse = model.Invert(solution.Information);
        int[] numbers = [.. table.Contestants.Select(name => _numbers[name])];
        var (size, mean) = (numbers.Length, solution.Parameters.Average());
        var (strengths, ordered) = (new double[size], new double[size * size]);
        for (var i = 0; i < size; i++)
        {
            strengths[numbers[i]] = solution.Parameters[i] - mean;
            for (var j = 0; j < size; j++)
            {
                ordered[(numbers[i] * size) + numbers[j]] = inverse[(i * size) + j];
            }
        }

        return new StrengthFit(strengths, ordered);
    }

    private static void Check(HybridBattle battle)
    {
        if (!(battle.Predicted is >= 0 and <= 1) || battle.Judged is < 0 or > 1 or double.NaN)
        {
            throw new ArgumentException($"what {battle.First} earned or is foretold to earn of {battle.Second} is not between 0 and 1");
        }

        if (battle.Inclusion is { } inclusion && !(inclusion is > 0 and <= 1))
        {
            throw new ArgumentException($"the chance of {inclusion} to be judged is not above 0 and at most 1");
        }
    }
}
