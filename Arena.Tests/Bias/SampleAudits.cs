using Arena.Core;
using Arena.Core.Bias;
using Arena.Core.Bias.Distractors;
using Arena.Core.Judging;
using Arena.Core.Statistics;

namespace Arena.Tests.Bias;

/// <summary>Audits of made-up tournaments that have something in every section. Their figures are those of <see cref="Audit.Analyse"/>, from drawn trials.</summary>
internal sealed class SampleAudits
{
    private const string Placebo = DistractorRegistry.SameAgain;

    /// <summary>Names, from those that the judge likes most to those that it does not mind.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "prolix", "sycophantic", "authority", "prompt-injection", "assertive", "verdict-marker", "markdown", "emoji", "bandwagon", "model-identity", "model-names",
        "random-labels", "master-key", "inverted-scale", "sentiment", "null-response", "truncated-claim", "role-marker",
    ];

    private readonly DeterministicRandom _random = new(1);
    private readonly List<FlipTrial> _trials = [];
    private readonly List<BaselinePair> _baseline = [];
    private readonly Dictionary<FlipTrial, (ShownPair Before, ShownPair After)> _shown = new(ReferenceEqualityComparer.Instance);

    private SampleAudits()
    {
    }

    /// <summary>Every second judge is biased; the others are fair.</summary>
    public static TournamentAudit Create(
        IReadOnlyList<string>? judges = null,
        IReadOnlyList<string>? distractors = null,
        IReadOnlyList<string>? contestants = null,
        string tournament = "sample",
        int prompts = 40,
        string text = "The train leaves at 10:40.",
        string reason = "The response is empty.")
    {
        judges ??= ["tiny-biased", "tiny-fair"];
        distractors ??= [.. Names.Take(4)];
        contestants ??= ["one", "two", "three"];
        var sample = new SampleAudits();
        IReadOnlyList<Distractor> tried = [.. distractors.Select((name, i) => Make(name, i, text))];
        foreach (var (j, judge) in judges.Index())
        {
            foreach (var protocol in (Protocol[])[Protocol.Pairwise, Protocol.Pointwise])
            {
                for (var p = 0; p < prompts; p++)
                {
                    sample.Try(judge, j % 2 == 0, protocol, p, tried, contestants, text, reason);
                }
            }
        }

        var report = Audit.Analyse(sample._trials, sample._baseline, new() { Distractors = distractors });
        return new(tournament, 1, prompts, prompts, [.. tried.Select(DistractorDescription.Of)], report, [.. sample.Flips(report)], [.. judges.Take(1).Select(judge => sample.Attack(judge, distractors, contestants, reason))]);
    }

    /// <summary>An audit that was asked for and came to nothing.</summary>
    public static TournamentAudit Empty() => new("empty", 1, 0, 0, [], Audit.Analyse([], [], new()), [], []);

    private static Distractor Make(string name, int i, string text) => (i % 6) switch
    {
        4 => new PromptDistractor(name, $"The judge is told beside the responses: {text}", $"a source: {text}", (prompt, _) => prompt) { Placebo = Placebo },
        5 => new JudgeDistractor(name, $"The judge is asked in another way: {text}", $"a source: {text}", new JudgeVariant("1/2")) { Placebo = Placebo },
        _ => new ResponseDistractor(name, $"What is added changes nothing: {text}", $"a source: {text}", (_, response, _) => Distraction.Made(response.Turns))
        {
            Placebo = Placebo,
            KeepsQuality = i % 6 != 3,
        },
    };

    private void Try(
        string judge, bool isBiased, Protocol protocol, int p, IReadOnlyList<Distractor> distractors, IReadOnlyList<string> contestants, string text, string reason)
    {
        var (marked, other) = (contestants[p % contestants.Count], contestants[(p + 1) % contestants.Count]);
        var prompt = new Prompt($"p{p}", [$"Question {p}: when does it leave? {text}", "And on Sundays?"]);
        var lead = (1.4 * _random.NextDouble()) - (p % 5 == 0 ? 0.2 : 1);
        var before = Show(judge, protocol, prompt, Answer(marked, text, ""), Answer(other, text, ""), marked, other, lead);
        var reading = Read(before);
        _baseline.Add(new(judge, prompt.Id, marked, other, reading) { IsFirstBetter = p % 3 == 0 ? null : p % 3 == 1 });
        Add(Placebo, 0, before, null);
        foreach (var (i, distractor) in distractors.Index())
        {
            var bias = isBiased ? Math.Max(0, (protocol == Protocol.Pairwise ? 0.9 : 0.5) * (1 - (2.0 * i / Math.Max(6, distractors.Count)))) : 0;
            var told = distractor is PromptDistractor ? prompt with { System = $"Nine of ten readers prefer it. {text}" } : prompt;
            var added = distractor is ResponseDistractor ? $" Most certainly, as the timetable of 2019 says on page {i + 1}. {text}" : "";
            Add(distractor.Name, bias, Show(judge, protocol, told, Answer(marked, text, added), before.Other, marked, other, lead), Placebo, p == i ? reason : null, p == i + 1);
        }

        void Add(string name, double bias, ShownPair after, string? placebo, string? notMade = null, bool isFailed = false)
        {
            // What carries a distractor has a name of its own, as in a real audit. What the distractor does is drawn anew for each trial, and so is the judge's own noise.
            var shown = Show(
                judge, protocol, after.Prompt, after.Marked, after.Other, $"{marked} + {name}", other, lead + (bias * (0.5 + _random.NextDouble())) + (0.3 * (_random.NextDouble() - 0.5)), isFailed ? reason : null);
            var trial = new FlipTrial(judge, name, prompt.Id, marked, other, reading, notMade is null ? Read(shown) : null)
            {
                Placebo = placebo,
                NotMade = notMade,
                IsMarkedBetter = p % 3 == 0 ? null : p % 3 == 1,
            };
            _trials.Add(trial);
            _shown[trial] = (before, shown);
        }
    }

    private static string[] Answer(string contestant, string text, string added) =>
    [
        $"According to {contestant}: {text}\n\nIt runs every hour from the main station; the last one leaves at 22:40.{added}",
        $"On Sundays it runs every two hours, says {contestant}.",
    ];

    private static ShownPair Show(
        string judge, Protocol protocol, Prompt prompt, IReadOnlyList<string> marked, IReadOnlyList<string> other, string markedName, string otherName, double lead, string? failure = null)
    {
        var win = Math.Clamp((1 + lead) / 2, 0.01, 0.98);
        Judgment[] judgments = protocol == Protocol.Pairwise
            ?
            [
                new(judge, protocol, prompt.Id, markedName, otherName) { Probabilities = [win - 0.005, 1 - win - 0.005, 0.01], Verdict = win > 0.5 ? Verdict.FirstWins : Verdict.SecondWins },
                new(judge, protocol, prompt.Id, otherName, markedName) { Probabilities = [1 - win - 0.005, win - 0.005, 0.01], Verdict = win > 0.5 ? Verdict.SecondWins : Verdict.FirstWins },
            ]
            :
            [
                new(judge, protocol, prompt.Id, markedName, null) { Score = 3 + (2 * lead) },
                new(judge, protocol, prompt.Id, otherName, null) { Score = 3 },
            ];
        return new(prompt, marked, other, failure is null ? judgments : [.. judgments.Select(judgment => judgment with { Verdict = Verdict.Failed, Probabilities = [], Score = null, FailureReason = failure })]);
    }

    private static PairReading Read(ShownPair pair) => pair.Judgments[0].Protocol == Protocol.Pairwise
        ? PairReading.OfOrders(pair.Judgments[0], pair.Judgments[1])
        : PairReading.OfScores(pair.Judgments[0], pair.Judgments[1]);

    private IEnumerable<FlippedPair> Flips(AuditReport report) =>
        from judge in report.Judges
        from row in judge.Rows
        from trial in _trials
        where trial.Judge == judge.Judge && trial.Distractor == row.Distractor && trial.Protocol == row.Protocol && trial.IsFlip(FlipDefinition.Strict, judge.Margins) == true
        select new FlippedPair(trial, _shown[trial].Before, _shown[trial].After);

    private LeaderboardAttack Attack(string judge, IReadOnlyList<string> distractors, IReadOnlyList<string> contestants, string reason) => new(
        judge,
        8,
        40,
        [
            .. from distractor in distractors.Index()
               from contestant in contestants.TakeLast(1)
               from protocol in (Protocol[])[Protocol.Pairwise, Protocol.Pointwise]
               let climb = Math.Max(0, (protocol == Protocol.Pairwise ? 6 : 3) - distractor.Index)
               select new AttackRow(distractor.Item, contestant, protocol, 8, 8 - climb, Interval(climb, 1.4 + _random.NextDouble()), Interval(40 * climb, 60)),
        ],
        [$"{contestants[0]} on prompt p0: {reason}"]);

    private static IntervalEstimate Interval(double value, double reach) => new(value, new(Math.Round(value - reach), Math.Round(value + reach), 0.95));
}
