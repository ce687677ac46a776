using System.Runtime.InteropServices;
using Arena.Core.Ratings;

namespace Arena.Core.Judging;

/// <summary>
/// The merge itself, on codes, a prompt at a time: a store of a million judgments streams through it in the memory of one prompt.
/// Codes must be ranks of the names, so that equal judgments give equal battles whatever row numbers they have.
/// </summary>
internal sealed class BattleMerger(IReadOnlyList<string> contestants, IReadOnlyList<string> judges)
{
    private readonly List<Entry> _prompt = [];
    private readonly List<(int Judge, int First, int Second, double Outcome, double Weight)> _merged = [];
    private readonly int[] _judgments = new int[judges.Count];
    private readonly int[] _failed = new int[judges.Count];

    /// <summary>Where the battles go.</summary>
    public BattleTableBuilder Battles { get; } = new();

    /// <summary>What was added, by judge in the order of codes; judges without a judgment are left out.</summary>
    public IReadOnlyList<JudgmentCount> Tallies =>
        [.. judges.Index().Where(judge => _judgments[judge.Index] > 0).Select(judge => new JudgmentCount(judge.Item, _judgments[judge.Index], _failed[judge.Index]))];

    /// <summary>Adds a judgment of the current prompt.</summary>
    /// <param name="judge">The judge's code.</param>
    /// <param name="first">Code of the contestant shown first.</param>
    /// <param name="second">Code of the contestant shown second.</param>
    /// <param name="turn">The turn judged.</param>
    /// <param name="repeat">Number of the repeat.</param>
    /// <param name="outcome">What the first earned; null where the judgment failed.</param>
    /// <param name="weight">The verdict's weight.</param>
    public void Add(int judge, int first, int second, int turn, int repeat, double? outcome, double weight)
    {
        _judgments[judge]++;
        if (outcome is not { } earned)
        {
            _failed[judge]++;
            return;
        }

        _prompt.Add(first < second
            ? new Entry(judge, first, second, turn, repeat, IsSwapped: false, earned, weight)
            : new Entry(judge, second, first, turn, repeat, IsSwapped: true, earned, weight));
    }

    /// <summary>Turns the judgments added since the last prompt into battles.</summary>
    public void EndPrompt(string prompt, string? category)
    {
        foreach (var battle in TakePrompt())
        {
            Battles.Add(
                contestants[battle.First], contestants[battle.Second], battle.Outcome, battle.Weight, prompt, category, judges[battle.Judge], default, default);
        }
    }

    /// <summary>The battles of the judgments added since the last prompt, by code; the list is used again for the next prompt.</summary>
    public IReadOnlyList<(int Judge, int First, int Second, double Outcome, double Weight)> TakePrompt()
    {
        _merged.Clear();
        _prompt.Sort();
        for (int start = 0, end; start < _prompt.Count; start = end)
        {
            var head = _prompt[start];
            for (end = start + 1; end < _prompt.Count && _prompt[end].IsSameQuestion(head); end++)
            {
            }

            // Sorted, so the first and the last tell whether both orders were asked. If so there is no first, and the name decides.
            var group = CollectionsMarshal.AsSpan(_prompt)[start..end];
            var isMixed = group[0].IsSwapped != group[^1].IsSwapped;
            var isSwapped = head.IsSwapped && !isMixed;
            var (outcome, weight) = Mean(group, isMixed);
            _merged.Add((head.Judge, isSwapped ? head.High : head.Low, isSwapped ? head.Low : head.High, outcome, weight));
        }

        _prompt.Clear();
        return _merged;
    }

    private static (double Outcome, double Weight) Mean(ReadOnlySpan<Entry> group, bool isMixed)
    {
        if (group.Length == 1)
        {
            return (group[0].Earned, group[0].Weight);
        }

        var weight = 0.0;
        var earned = 0.0;
        foreach (var entry in group)
        {
            weight += entry.Weight;
            earned += entry.Weight * (isMixed && entry.IsSwapped ? 1 - entry.Earned : entry.Earned);
        }

        return (Math.Clamp(earned / weight, 0, 1), weight / group.Length);
    }

    /// <summary>A judgment: the pair by code, and what the one shown first earned, who is the higher code where swapped.</summary>
    private readonly record struct Entry(
        int Judge, int Low, int High, int Turn, int Repeat, bool IsSwapped, double Earned, double Weight) : IComparable<Entry>
    {
        public bool IsSameQuestion(in Entry other) =>
            Judge == other.Judge && Low == other.Low && High == other.High && Turn == other.Turn && Repeat == other.Repeat;

        // All fields take part: sums of floating-point numbers depend on their order, and results must not.
        public int CompareTo(Entry other) =>
            (Judge, Low, High, Turn, Repeat, IsSwapped, Earned).CompareTo(
                (other.Judge, other.Low, other.High, other.Turn, other.Repeat, other.IsSwapped, other.Earned)) is var order and not 0
                ? order
                : Weight.CompareTo(other.Weight);
    }
}
