using Arena.Core.Bias.Distractors;
using Arena.Core.Judging;
using Arena.Core.Storage;
using Arena.Core.Tournaments;

namespace Arena.Core.Bias;

/// <summary>
/// Runs an audit: judges what its plan needs and the store lacks, and analyses it. It can be stopped at any moment and started again. A second run judges
/// nothing and finds the same; what failed is asked again where asking again may help. What was found is kept in the store (<see cref="AuditArchive"/>).
/// </summary>
public sealed class AuditRunner
{
    private readonly AuditPlan _plan;
    private readonly ArenaStore _store;
    private readonly TimeProvider _time;

    /// <summary>Makes a runner for one run.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="store">Where judgments are kept, those of the tournament and those of the audit.</param>
    /// <param name="time">The clock.</param>
    public AuditRunner(AuditPlan plan, ArenaStore store, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        (_plan, _store, _time) = (plan, store, time);
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="progress">Told after every shard; null where nobody asks.</param>
    /// <param name="cancellationToken">Cancels; the shards in hand are dropped, those done stay.</param>
    /// <returns>What was found, and what the run did.</returns>
    /// <exception cref="BadInputException">The store cannot be written, or a judge cannot judge at all.</exception>
    public Task<(TournamentAudit Audit, RunResult Run)> RunAsync(IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default) =>
        JudgingTelemetry.RunAsync(_plan.Texts.Name, () => RunToEndAsync(progress, cancellationToken));

    private async Task<(TournamentAudit Audit, RunResult Run)> RunToEndAsync(IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var kept = new AuditStore(_plan, _store);
        var runner = kept.Runner(_plan.Concurrency, _time);
        var there = await kept.SynchroniseAsync(cancellationToken).ConfigureAwait(false);
        var judged = await kept.ReadAsync(cancellationToken).ConfigureAwait(false);
        var missing = _plan.Missing(judged);
        using (_store.BeginJudging(out var owner))
        {
            await runner.RunAsync(AuditPlan.Shards(missing), there, owner, progress, cancellationToken).ConfigureAwait(false);
        }

        if (missing.Count > 0)
        {
            judged = await kept.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        var run = runner.Progress;
        var reused = _plan.Askings.Count - missing.Count;
        var audit = await AnalyseAsync(judged, cancellationToken).ConfigureAwait(false);
        await AuditArchive.KeepAsync(_store, audit, cancellationToken).ConfigureAwait(false);
        return (
            audit,
            new RunResult(run with { Planned = run.Planned + reused, Reused = run.Reused + reused }, runner.Failures, null));
    }

    private async Task<TournamentAudit> AnalyseAsync(Dictionary<AskingKey, Judgment> judged, CancellationToken cancellationToken)
    {
        var gold = await HumanPreferences.ReadAsync(_store, _plan.Tournament.Name, cancellationToken).ConfigureAwait(false);
        var trials = new List<(PlannedTrial Plan, FlipTrial Trial)>();
        var baseline = new Dictionary<(string Judge, Protocol Protocol, AuditItem Item), BaselinePair>();
        foreach (var planned in _plan.Trials)
        {
            var judge = planned.Judge.Description;
            var isBetter = gold.IsBetter(planned.Item.Prompt.Id, planned.Marked.Contestant, planned.Other.Contestant);
            var before = Read(planned.Before, judged);
            trials.Add((planned, new FlipTrial(
                judge.Name,
                planned.Distractor.Name,
                planned.Item.Prompt.Id,
                planned.Marked.Contestant,
                planned.Other.Contestant,
                before,
                planned.NotMade is null ? Read(planned.After, judged) : null)
            {
                Placebo = planned.Distractor.Placebo,
                NotMade = planned.NotMade,
                Turn = planned.Item.Turn,

                // What makes a response worse leaves a worse one worse; whether the better one still is better nobody said.
                IsMarkedBetter = !planned.Distractor.KeepsQuality && isBetter == true ? null : isBetter,
            }));
            baseline.TryAdd(
                (judge.Name, judge.Protocol, planned.Item),
                new(judge.Name, planned.Item.Prompt.Id, planned.Marked.Contestant, planned.Other.Contestant, before)
                {
                    Turn = planned.Item.Turn,
                    IsFirstBetter = isBetter,
                });
        }

        var distractors = _plan.Request.Distractors.Where(distractor => !distractor.IsPlacebo).ToList();
        var options = new AuditOptions
        {
            Distractors = [.. distractors.Select(distractor => distractor.Name)],
            Protocols = [.. _plan.Trials.Select(trial => trial.Judge.Description.Protocol).Distinct().Order()],
            Band = _plan.Request.Band,

            // As on the leaderboard: expected scores nearer than that are equal.
            PointwiseMargin = PromptScores.ExpectedScoreMargin,
        };
        var report = Audit.Analyse([.. trials.Select(of => of.Trial)], [.. baseline.Values], options);
        var margins = report.Judges.ToDictionary(of => of.Judge, of => of.Margins, StringComparer.Ordinal);
        return new(
            _plan.Tournament.Name,
            _plan.Request.Seed,
            _plan.ItemCount,
            _plan.PromptCount,
            [.. distractors.Select(DistractorDescription.Of)],
            report,
            [
                .. trials
                    .Where(of => !of.Trial.IsPlacebo && of.Trial.IsFlip(FlipDefinition.Strict, margins[of.Trial.Judge]) == true)
                    .Select(of => new FlippedPair(of.Trial, Show(of.Plan.Before, judged, of.Plan), Show(of.Plan.After, judged, of.Plan))),
            ],
            [
                .. _plan.Attacks.GroupBy(attack => attack.Judge.Description.Name, StringComparer.Ordinal)
                    .Select(of => AttackAnalysis.Analyse(of.Key, [.. of], judged, _plan.Request, options.Level, cancellationToken)),
            ])
        {
            LeftOut = _plan.LeftOut,
        };
    }

    private static PairReading Read(IReadOnlyList<Asking> askings, Dictionary<AskingKey, Judgment> judged)
    {
        var (one, other) = (judged[askings[0].Key], judged[askings[1].Key]);
        return askings[0].Judge.Description.Protocol == Protocol.Pairwise
            ? PairReading.OfOrders(one, other)
            : PairReading.OfScores(one, other);
    }

    private static ShownPair Show(IReadOnlyList<Asking> askings, Dictionary<AskingKey, Judgment> judged, PlannedTrial trial)
    {
        var other = askings[1].Comparison;
        return new(
            askings[0].Prompt,
            askings[0].Comparison.First.Turns,
            trial.Judge.Description.Protocol == Protocol.Pairwise ? askings[0].Comparison.Second!.Turns : other.First.Turns,
            [.. askings.Select(asking => judged[asking.Key])]);
    }
}
