using System.Diagnostics;
using System.Diagnostics.Metrics;
using Arena.Core.Judging;

namespace Arena.Core.Tournaments;

/// <summary>What is told of judging: runs, shards, judgments and tokens.</summary>
internal static class JudgingTelemetry
{
    private static readonly UpDownCounter<long> Runs = Telemetry.Meter.CreateUpDownCounter<long>(
        "arena.runs.active", "{run}", "Runs and audits that this process has in progress.");

    private static readonly Counter<long> Judgments = Telemetry.Meter.CreateCounter<long>(
        "arena.judgments", "{judgment}", "Judgments that were made, were there already, or failed.");

    private static readonly Counter<long> Tokens = Telemetry.Meter.CreateCounter<long>(
        "arena.tokens", "{token}", "Tokens of judged prompts, computed or reused because a prompt before began alike.");

    private static readonly Histogram<double> Shards = Telemetry.Meter.CreateHistogram(
        "arena.shard.duration", "s", "Time from a shard's claim until it is stored.", tags: null, Telemetry.ModelSeconds);

    /// <summary>Tells of a run from its beginning to its end.</summary>
    /// <param name="tournament">The tournament's name.</param>
    /// <param name="run">Runs.</param>
    public static async Task<T> RunAsync<T>(string tournament, Func<Task<T>> run)
    {
        using var span = Telemetry.Source.StartActivity("run");
        span?.SetTag(Telemetry.Tournament, tournament);
        Runs.Add(1);
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
        finally
        {
            Runs.Add(-1);
        }
    }

    /// <summary>Tells of a shard that is claimed, from there to its end.</summary>
    /// <param name="tournament">The tournament's name.</param>
    /// <param name="prompt">The prompt's id.</param>
    /// <param name="judge">The judge.</param>
    /// <param name="time">The clock.</param>
    /// <param name="run">Judges and stores it; gives the judgments made.</param>
    public static async Task ShardAsync(string tournament, string prompt, JudgeDescription judge, TimeProvider time, Func<Task<IReadOnlyList<Judgment>>> run)
    {
        using var span = Telemetry.Source.StartActivity("shard");
        span?.SetTag(Telemetry.Tournament, tournament).SetTag("arena.prompt.id", prompt).SetTag(Telemetry.Judge, judge.Name).SetTag("arena.protocol", NameOf(judge.Protocol));
        var tags = TagsOf(judge);
        var began = time.GetTimestamp();
        try
        {
            var judgments = await run().ConfigureAwait(false);
            span?.SetTag("arena.judgments.made", judgments.Count).SetTag("arena.judgments.failed", judgments.Count(judgment => judgment.IsFailed));
        }
        catch (Exception e)
        {
            span.Fail(e);
            tags.Add(Telemetry.ErrorType, e.GetType().FullName);
            throw;
        }
        finally
        {
            Shards.Record(time.GetElapsedTime(began).TotalSeconds, tags);
        }
    }

    /// <summary>Counts judgments that were there.</summary>
    public static void Reuse(JudgeDescription judge, int count)
    {
        if (count > 0)
        {
            Judgments.Add(count, [.. TagsOf(judge, "reused")]);
        }
    }

    /// <summary>Counts judgments that are stored now.</summary>
    public static void Count(JudgeDescription judge, IReadOnlyList<Judgment> judgments)
    {
        if (Judgments.Enabled)
        {
            foreach (var kind in judgments.GroupBy(judgment => judgment.FailureReason is { } reason ? ErrorOf(reason) : null))
            {
                var tags = TagsOf(judge, kind.Key is null ? "made" : "failed");
                if (kind.Key is { } error)
                {
                    tags.Add(Telemetry.ErrorType, error);
                }

                Judgments.Add(kind.Count(), tags);
            }
        }

        // As in the run's own sum: a judge that does not tell what it reused is one that computed all.
        Add("computed", judgments.Sum(judgment => (long)(judgment.ComputedTokens ?? judgment.Tokens ?? 0)));
        Add("reused", judgments.Sum(judgment => (long)((judgment.Tokens ?? 0) - (judgment.ComputedTokens ?? judgment.Tokens ?? 0))));

        void Add(string how, long count)
        {
            if (count > 0)
            {
                var tags = TagsOf(judge);
                tags.Add("arena.token.source", how);
                Tokens.Add(count, tags);
            }
        }
    }

    /// <summary>A failure by its kind; what judges say beyond that may hold anything.</summary>
    private static string ErrorOf(string reason) => JudgingFailure.KindOf(reason) is { } kind ? JudgingFailure.NameOf(kind).Replace(' ', '_') : Telemetry.OtherError;

    private static TagList TagsOf(JudgeDescription judge) => new() { { Telemetry.Judge, judge.Name }, { "arena.protocol", NameOf(judge.Protocol) } };

    private static TagList TagsOf(JudgeDescription judge, string result)
    {
        var tags = TagsOf(judge);
        tags.Add("arena.judgment.result", result);
        return tags;
    }

    private static string NameOf(Protocol protocol) => protocol == Protocol.Pairwise ? "pairwise" : "pointwise";
}
