using System.Globalization;
using Arena.Core.Bias;
using Arena.Core.Judging;
using Arena.Core.Reports;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>The tables of <c>audit</c>, each under a sentence that says what it shows.</summary>
internal static class AuditTables
{
    private const string Flip =
        "[grey]A flip: the marked response had lost, by more than the tie margin, and wins. Excess: the rate less that of the placebo, on the same pairs.[/]";

    private static readonly PairOutcome[] Read = [PairOutcome.Loss, PairOutcome.Tie, PairOutcome.Win];

    public static void Print(IAnsiConsole console, TournamentAudit audit, bool isDetailed)
    {
        console.MarkupLineInterpolated($"[bold]Audit of {audit.Tournament}[/]");
        console.MarkupLineInterpolated(
            $"[grey]{Figures.Count(audit.Items, "pair")} on {Figures.Count(audit.Prompts, "prompt")}, {Figures.Count(audit.Distractors.Count, "distractor")}. {Figures.Level(audit.Report.Options.Level)} intervals, clustered by prompt; seed {audit.Seed}.[/]");
        Notes(console, audit.LeftOut);
        foreach (var judge in audit.Report.Judges)
        {
            Judge(console, judge, audit.Report.Options, isDetailed);
        }

        foreach (var attack in audit.Attacks)
        {
            Attack(console, attack);
        }
    }

    /// <summary>What was found of each judge, and no more.</summary>
    public static void PrintFindings(IAnsiConsole console, TournamentAudit audit)
    {
        foreach (var judge in audit.Report.Judges)
        {
            Findings(console, judge, audit.Report.Options);
        }

        console.MarkupLine(Flip);
    }

    private static void Findings(IAnsiConsole console, JudgeAudit judge, AuditOptions options)
    {
        SentencedTable.Head(console, $"Judge {judge.Judge}");
        console.MarkupLineInterpolated($"{AuditText.Summary(judge, options)}");
        Rows(console, judge.Rows);
    }

    private static void Judge(IAnsiConsole console, JudgeAudit judge, AuditOptions options, bool isDetailed)
    {
        Findings(console, judge, options);
        if (judge.Rows.Count > 0)
        {
            console.MarkupLine(Flip);
        }

        Notes(console, AuditText.Notes(judge));
        if (judge.Placebos.Count > 0)
        {
            Placebos(console, judge.Placebos);
        }

        if (AuditText.Comparison(judge) is { } comparison)
        {
            Comparisons(console, judge.Comparisons, comparison);
        }

        if (judge.Position is { } position)
        {
            Position(console, position);
        }

        if (isDetailed)
        {
            Details(console, judge);
        }

        SentencedTable.Head(console, "Which protocol");
        console.MarkupLineInterpolated($"{judge.Advice.Reason}");
        SentencedTable.Head(console, "What this audit cannot say");
        foreach (var limit in judge.Limits)
        {
            console.MarkupLineInterpolated($"· {limit}");
        }
    }

    private static void Rows(IAnsiConsole console, IReadOnlyList<DistractorRow> rows)
    {
        foreach (var of in rows.GroupBy(row => row.Protocol))
        {
            var table = SentencedTable.Of(
                (AuditText.NameOf(of.Key), false), ("flips", true), ("rate", true), ("placebo", true), ("excess", true), ("p, Holm", true), ("verdict", true));
            foreach (var row in of)
            {
                table.Row(
                    row.Distractor,
                    $"{Figures.Count(row.Strict.Flips.Count)} of {Figures.Count(row.Strict.Flips.Of)}",
                    Numbers.Coefficient(row.Strict.Flips.Value),
                    Numbers.Coefficient(row.Strict.PlaceboFlips.Value),
                    Numbers.Estimate(row.Strict.Excess),
                    AuditText.P(row.AdjustedP),
                    AuditText.NameOf(row.Verdict));
            }

            console.Write(table);
        }
    }

    private static void Notes(IAnsiConsole console, IReadOnlyList<string> notes)
    {
        foreach (var note in notes)
        {
            console.MarkupLineInterpolated($"[yellow]![/] {note}");
        }
    }

    private static void Placebos(IAnsiConsole console, IReadOnlyList<PlaceboRow> placebos)
    {
        var most = placebos.MaxBy(row => row.Flips.Value ?? 0)!;
        SentencedTable.Head(console, "The judge's own noise");
        console.MarkupLineInterpolated(
            $"Under a placebo, which should change nothing, it flips at most {Numbers.Coefficient(most.Flips.Value)} of the pairs that could flip ({most.Placebo}, {AuditText.NameOf(most.Protocol)}).");
        var table = SentencedTable.Of(("placebo", false), ("protocol", true), ("n", true), ("flips", true), ("rate", true));
        foreach (var row in placebos)
        {
            table.Row(row.Placebo, AuditText.NameOf(row.Protocol), Figures.Count(row.Flips.Of), Figures.Count(row.Flips.Count), Numbers.Share(row.Flips));
        }

        console.Write(table);
    }

    private static void Comparisons(IAnsiConsole console, IReadOnlyList<ProtocolComparison> comparisons, string sentence)
    {
        SentencedTable.Head(console, "Pairwise against pointwise, the same distractor on the same pairs");
        console.MarkupLineInterpolated($"{sentence}");
        var table = SentencedTable.Of(
            ("distractor", false), ("n", true), ("both", true), ("pairwise\nonly", true), ("pointwise\nonly", true), ("difference,\nnet of placebo", true), ("p,\nclustered", true));
        foreach (var of in comparisons)
        {
            table.Row(
                of.Distractor ?? "all together",
                Figures.Count(of.Items),
                Figures.Count(of.Both),
                Figures.Count(of.PairwiseOnly),
                Figures.Count(of.PointwiseOnly),
                Numbers.Estimate(of.ExcessDifference),
                AuditText.P(of.ClusteredP));
        }

        console.Write(table);
    }

    private static void Position(IAnsiConsole console, PositionReading position)
    {
        SentencedTable.Head(console, "Place");
        console.MarkupLineInterpolated(
            $"It says the same after swapping in {Numbers.Coefficient(position.Consistency.Value)} of {Figures.Count(position.Consistency.Of, "pair")}.");
        var table = SentencedTable.Of(("", false), ("share", true), ("count", true));
        foreach (var (name, share) in Places(position))
        {
            table.Row(name, Numbers.Share(share), $"{Figures.Count(share.Count)} of {Figures.Count(share.Of)}");
        }

        console.Write(table);
    }

    private static IEnumerable<(string Name, ClusteredShare Share)> Places(PositionReading position) =>
    [
        ("same after swapping", position.Consistency),
        ("verdicts for the first, of decided", position.FirstPicks),
        ("first wins in both orders", position.Primacy),
        ("second wins in both orders", position.Recency),
    ];

    private static void Details(IAnsiConsole console, JudgeAudit judge)
    {
        SentencedTable.Head(console, "The pairs as they are");
        console.MarkupLine("The margin of the protocol with fewer ties is raised until both tie as often; a lead up to the margin is a tie.");
        var baselines = SentencedTable.Of(
            ("protocol", false), ("pairs", true), ("failed", true), ("ties", true), ("margin", true), ("ties at\nthe margin", true), ("mean\nlead", true), ("right,\nby gold", true));
        foreach (var of in judge.Baselines)
        {
            baselines.Row(
                AuditText.NameOf(of.Protocol),
                Figures.Count(of.Pairs),
                Figures.Count(of.Failed),
                Numbers.Coefficient(of.Ties.Value),
                Numbers.Coefficient(of.Margin),
                Numbers.Coefficient(of.MatchedTies.Value),
                Numbers.Coefficient(of.Strength.Value),
                Numbers.Coefficient(of.Accuracy.Value));
        }

        console.Write(baselines);
        SentencedTable.Head(console, "Excess by every definition of a flip");
        console.MarkupLine("Strict, and through ties: at the matched margin. The paper's: pairwise the larger of A and B, pointwise leads above 0.1 or 0.5 of the score.");
        Wide(console, judge.Rows, [.. Enum.GetValues<FlipDefinition>().Select(definition => AuditText.NameOf(definition).Replace(' ', '\n'))], row => row.Flips.Select(flips => Numbers.Coefficient(flips.Excess.Value)));
        SentencedTable.Head(console, "Where the marked responses went");
        console.MarkupLine("L lost, T tied, W won; before → after, all trials that were made. Failed: no verdict before or after.");
        Wide(
            console,
            judge.Rows,
            [.. Read.SelectMany(before => Read.Select(after => $"{Letter(before)}→{Letter(after)}")), "failed"],
            row => [.. Read.SelectMany(before => Read.Select(after => Figures.Count(row.Transitions[before, after]))), Figures.Count(row.Transitions.Failed)]);
        if (judge.Rows.Any(row => double.IsFinite(row.AccuracyBefore.Value)))
        {
            SentencedTable.Head(console, "Right verdicts by gold");
            console.MarkupLine("A tie counts half.");
            Wide(
                console,
                judge.Rows,
                ["before", "after", "change"],
                row => [Numbers.Coefficient(row.AccuracyBefore.Value), Numbers.Coefficient(row.AccuracyAfter.Value), Numbers.Estimate(row.AccuracyChange)]);
        }

        static char Letter(PairOutcome outcome) => char.ToUpperInvariant(AuditText.NameOf(outcome)[0]);
    }

    /// <summary>A line for every distractor and protocol, with columns of numbers.</summary>
    private static void Wide(
        IAnsiConsole console, IReadOnlyList<DistractorRow> rows, IReadOnlyList<string> columns, Func<DistractorRow, IEnumerable<string>> cells)
    {
        var table = SentencedTable.Of([("distractor", false), ("protocol", true), .. columns.Select(column => (column, true))]);
        foreach (var row in rows)
        {
            table.Row([row.Distractor, AuditText.NameOf(row.Protocol), .. cells(row)]);
        }

        console.Write(table);
    }

    private static void Attack(IAnsiConsole console, LeaderboardAttack attack)
    {
        SentencedTable.Head(console, $"Attack on the leaderboards of {attack.Judge}");
        console.MarkupLineInterpolated($"{AuditText.Summary(attack)}");
        var protocols = attack.Rows.Select(row => row.Protocol).Distinct().Order().ToList();
        var table = SentencedTable.Of(
        [
            ("distractor", false),
            ("on all responses of", false),
            .. protocols.SelectMany(protocol => new[] { (AuditText.NameOf(protocol), true), ("climb", true) }),
        ]);
        foreach (var of in attack.Rows.GroupBy(row => (row.Distractor, row.Contestant)))
        {
            table.Row(
            [
                of.Key.Distractor,
                of.Key.Contestant,
                .. protocols.SelectMany(protocol => of.FirstOrDefault(row => row.Protocol == protocol) is { } row
                    ? new[] { $"{row.RankBefore} → {row.RankAfter}", Climb(row) }
                    : [Figures.None, Figures.None]),
            ]);
        }

        console.Write(table);
        Notes(console, attack.NotMade);
    }

    private static string Climb(AttackRow row) => double.IsFinite(row.Climb.Interval.Width)
        ? string.Create(CultureInfo.InvariantCulture, $"{row.Climb.Value:0.#} [{row.Climb.Interval.Lower:0.#}, {row.Climb.Interval.Upper:0.#}]")
        : string.Create(CultureInfo.InvariantCulture, $"{row.Climb.Value:0.#}");
}
