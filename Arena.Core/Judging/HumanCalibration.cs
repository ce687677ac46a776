using System.Runtime.InteropServices;
using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Core.Judging;

/// <summary>
/// What humans would say of all comparisons that a judge judged, from their votes on some of them. A comparison is a prompt with two
/// contestants and counts once, whatever the number of its battles: the judge's mean outcome, both orders weighing the same, and the mean vote of
/// the humans. Soft verdicts stay soft, and a tie is half a point. Prompts are the independent units. Battles without a prompt cannot be matched
/// and are left out; weights are not used. Immutable.
/// </summary>
public sealed class HumanCalibration
{
    /// <summary>Fewer prompts than this make intervals rough.</summary>
    private const int FewPrompts = 30;

    /// <summary>Parts of the curve, and the fewest comparisons of one where there are enough for two.</summary>
    private const int MostParts = 10, FewestInPart = 20;

    /// <summary>A mean of soft verdicts that differs from ½ by rounding alone favours nobody.</summary>
    private const double Tolerance = 1e-9;

    private HumanCalibration()
    {
    }

    /// <summary>The contestants, by their prediction-powered win rate from the greatest, and then those without votes by the judge's.</summary>
    public required IReadOnlyList<CalibratedContestant> Contestants { get; init; }

    /// <summary>
    /// How right the judge is: its mean points for the contestant that a human preferred, ½ for a judge that tosses a coin. A human's tie tells
    /// nothing of it. By symmetry this is its sensitivity and its specificity. NaN where no human preferred anyone.
    /// </summary>
    public required IntervalEstimate Sensitivity { get; init; }

    /// <summary>
    /// Whether humans side with the judge as often as it is sure: the comparisons on which humans voted and the judge favours somebody, by how sure it is, in
    /// parts of about as many comparisons each; equal certainties stay together.
    /// </summary>
    public required IReadOnlyList<CertaintyPart> Curve { get; init; }

    /// <summary>Number of comparisons that the judge judged.</summary>
    public required int Comparisons { get; init; }

    /// <summary>On how many of these humans voted.</summary>
    public required int Voted { get; init; }

    /// <summary>Number of prompts that the judge judged.</summary>
    public required int Prompts { get; init; }

    /// <summary>On how many of these humans voted.</summary>
    public required int VotedPrompts { get; init; }

    /// <summary>Confidence level of all intervals, in (0, 1).</summary>
    public required double Level { get; init; }

    /// <summary>What a reader must know, in sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Calibrates a judge.</summary>
    /// <param name="judge">The battles of one judge.</param>
    /// <param name="humans">The votes of humans.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <exception cref="ArgumentException">No human voted on anything that the judge judged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of its range.</exception>
    public static HumanCalibration Create(BattleTable judge, BattleTable humans, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(humans);
        var comparisons = Match(judge, humans);
        var voted = comparisons.Where(comparison => comparison.Votes.Count > 0).ToList();
        if (voted.Count == 0)
        {
            throw new ArgumentException("no human voted on anything that the judge judged: the prompts or the contestants are others");
        }

        var prompts = judge.Clusters!.Names.Count;
        var right = new Sums(prompts);
        foreach (var comparison in voted)
        {
            comparison.AddRightness(right);
        }

        CalibratedContestant[] contestants =
        [
            .. Enumerable.Range(0, judge.Contestants.Count)
                .Select(contestant => Calibrate(judge.Contestants[contestant], contestant, comparisons, right, level))
                .OfType<CalibratedContestant>()
                .OrderBy(contestant => contestant.Voted == 0)
                .ThenByDescending(contestant => contestant.Voted == 0 ? contestant.Judge.Value : contestant.PredictionPowered.Value)
                .ThenBy(contestant => contestant.Name, StringComparer.Ordinal),
        ];
        var votedPrompts = voted.Select(comparison => comparison.Prompt).Distinct().Count();
        var sensitivity = ClusterMean.Estimate(right.Points, right.Counts, level);
        return new HumanCalibration
        {
            Contestants = contestants,
            Sensitivity = sensitivity,
            Curve = CurveOf(voted, right, level),
            Comparisons = comparisons.Count,
            Voted = voted.Count,
            Prompts = comparisons.Select(comparison => comparison.Prompt).Distinct().Count(),
            VotedPrompts = votedPrompts,
            Level = level,
            Notes = [.. NotesOn(comparisons.Count, voted.Count, votedPrompts, sensitivity, contestants)],
        };
    }

    private static IEnumerable<string> NotesOn(
        int comparisons, int voted, int votedPrompts, IntervalEstimate sensitivity, CalibratedContestant[] contestants)
    {
        if (voted == comparisons)
        {
            yield return "Humans voted on everything that the judge judged, so there is nothing for the judge to add: prediction-powered win " +
                "rates are the humans'.";
        }

        if (!(sensitivity.Interval.Lower > 0.5))
        {
            yield return "The judge is not clearly better than a coin on what humans voted on, so Rogan–Gladen can correct little or nothing.";
        }

        // Where prompts allow both parts an interval and their ratio has none.
        var impossible = double.IsNaN(sensitivity.Interval.Lower) ? 0 : contestants.Count(contestant =>
            !double.IsNaN(contestant.RoganGladen.Value) && double.IsNaN(contestant.RoganGladen.Interval.Lower) && !double.IsNaN(contestant.Judge.Interval.Lower));
        if (impossible > 0)
        {
            yield return $"The judge gives {(impossible == 1 ? "one contestant" : $"{impossible} contestants")} more or fewer points than any true " +
                "win rate explains if it errs alike on all: it does not, and Rogan–Gladen is not to be relied on.";
        }

        if (votedPrompts < FewPrompts)
        {
            yield return $"Humans voted on {(votedPrompts == 1 ? "one prompt" : $"{votedPrompts} prompts")} only, so intervals are rough: they rest " +
                "on how much these differ from each other.";
        }
    }

    private static CalibratedContestant? Calibrate(
        string name, int contestant, List<JudgedPair> comparisons, Sums right, double level)
    {
        var (all, votedOn, votes) = (right.Empty(), right.Empty(), right.Empty());
        var (count, voted) = (0, 0);
        foreach (var comparison in comparisons.Where(comparison => comparison.Low == contestant || comparison.High == contestant))
        {
            var isLow = comparison.Low == contestant;
            var points = isLow ? comparison.JudgeOfLow : 1 - comparison.JudgeOfLow;
            all.Add(comparison.Prompt, points, 1);
            count++;
            if (comparison.Votes.Count > 0)
            {
                votedOn.Add(comparison.Prompt, points, 1);
                votes.Add(comparison.Prompt, isLow ? comparison.HumansOfLow : 1 - comparison.HumansOfLow, 1);
                voted++;
            }
        }

        if (count == 0)
        {
            return null;
        }

        var powered = PredictionPowered.Mean(votes.Points, votedOn.Points, votes.Counts, all.Points, all.Counts, level);
        return new CalibratedContestant(name, count, voted, Bounded(ClusterMean.Estimate(all.Points, all.Counts, level)))
        {
            Humans = Bounded(ClusterMean.Estimate(votes.Points, votes.Counts, level)),
            RoganGladen = RoganGladen.Estimate(all.Points, all.Counts, right.Points, right.Counts, level),
            PredictionPowered = powered with
            {
                Value = Math.Clamp(powered.Value, 0, 1),
                Interval = Bounded(powered.Interval),
            },
        };
    }

    private static List<CertaintyPart> CurveOf(List<JudgedPair> voted, Sums empty, double level)
    {
        JudgedPair[] sorted = [.. voted.Where(comparison => comparison.Certainty > 0.5 + Tolerance).OrderBy(comparison => comparison.Certainty)];
        var size = (int)Math.Ceiling(sorted.Length / (double)Math.Clamp(sorted.Length / FewestInPart, 1, MostParts));
        var parts = new List<CertaintyPart>();
        for (var (start, end) = (0, 0); start < sorted.Length; start = end)
        {
            end = Math.Min(start + size, sorted.Length);
            while (end < sorted.Length && (sorted[end].Certainty - sorted[end - 1].Certainty < Tolerance || sorted.Length - end < size / 2))
            {
                end++;
            }

            var (sums, part) = (empty.Empty(), sorted[start..end]);
            foreach (var comparison in part)
            {
                sums.Add(comparison.Prompt, comparison.HumansOfFavourite, 1);
            }

            parts.Add(new(
                part.Average(comparison => comparison.Certainty), Bounded(ClusterMean.Estimate(sums.Points, sums.Counts, level)), part.Length, sums.Counts.Count(count => count > 0)));
        }

        return parts;
    }

    private static IntervalEstimate Bounded(IntervalEstimate estimate) => estimate with { Interval = Bounded(estimate.Interval) };

    /// <summary>
    /// Win rates lie in [0, 1]. An interval of no width, where a contestant has the same result on every prompt, is none: other prompts may
    /// differ, and nothing tells by how much.
    /// </summary>
    private static Interval Bounded(Interval interval) => interval.Width > 1e-12
        ? interval with { Lower = Math.Clamp(interval.Lower, 0, 1), Upper = Math.Clamp(interval.Upper, 0, 1) }
        : interval with { Lower = double.NaN, Upper = double.NaN };

    /// <summary>The judge's comparisons with the votes on them.</summary>
    private static List<JudgedPair> Match(BattleTable judge, BattleTable humans)
    {
        if (judge.Clusters is not { } prompts)
        {
            return [];
        }

        var outcomes = new Dictionary<(int Prompt, int Low, int High), VoterOutcomes>();
        for (var row = 0; row < judge.Count; row++)
        {
            if (prompts.Codes[row] is >= 0 and var prompt)
            {
                var (first, second) = (judge.First[row], judge.Second[row]);
                CollectionsMarshal.GetValueRefOrAddDefault(outcomes, (prompt, Math.Min(first, second), Math.Max(first, second)), out _)
                    .Add(judge.Outcome[row], isLowFirst: first < second);
            }
        }

        var comparisons = outcomes.ToDictionary(
            pair => pair.Key, pair => new JudgedPair(pair.Key.Prompt, pair.Key.Low, pair.Key.High, pair.Value.Mean));
        var promptOf = prompts.Names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        var contestantOf = judge.Contestants.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        for (var row = 0; row < humans.Count; row++)
        {
            if (humans.Clusters is { } clusters
                && clusters.Codes[row] is >= 0 and var cluster
                && promptOf.TryGetValue(clusters.Names[cluster], out var prompt)
                && contestantOf.TryGetValue(humans.Contestants[humans.First[row]], out var first)
                && contestantOf.TryGetValue(humans.Contestants[humans.Second[row]], out var second)
                && comparisons.TryGetValue((prompt, Math.Min(first, second), Math.Max(first, second)), out var comparison))
            {
                comparison.Votes.Add(first < second ? humans.Outcome[row] : 1 - humans.Outcome[row]);
            }
        }

        return [.. comparisons.Values];
    }

    /// <summary>A comparison. Points are those of the contestant of the lower index.</summary>
    private sealed record JudgedPair(int Prompt, int Low, int High, double JudgeOfLow)
    {
        public List<double> Votes { get; } = [];

        public double HumansOfLow => Votes.Average();

        /// <summary>What the judge gives to whom it favours.</summary>
        public double Certainty => Math.Max(JudgeOfLow, 1 - JudgeOfLow);

        /// <summary>What humans give to whom the judge favours.</summary>
        public double HumansOfFavourite => JudgeOfLow > 0.5 ? HumansOfLow : 1 - HumansOfLow;

        /// <summary>
        /// The judge's points for whom each vote prefers. With a vote h from −1 to 1 and the judge's j likewise, j = (2s − 1)·h in the mean for a
        /// judge that is right by s; so h·j over h² estimates 2s − 1, and a tie, h = 0, has no say. The votes on one comparison add up to one.
        /// </summary>
        public void AddRightness(Sums sums)
        {
            foreach (var vote in Votes)
            {
                var (human, judge) = ((2 * vote) - 1, (2 * JudgeOfLow) - 1);
                var weight = human * human / Votes.Count;
                sums.Add(Prompt, (weight + (human * judge / Votes.Count)) / 2, weight);
            }
        }
    }

    /// <summary>Points and what they are points of, by prompt.</summary>
    private sealed class Sums(int prompts)
    {
        public double[] Points { get; } = new double[prompts];

        public double[] Counts { get; } = new double[prompts];

        public Sums Empty() => new(Points.Length);

        public void Add(int prompt, double points, double count)
        {
            Points[prompt] += points;
            Counts[prompt] += count;
        }
    }
}
