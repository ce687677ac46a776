using Arena.Core.Reports;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Explanation;
using Arena.Core.Surrogate.Scorers;
using Arena.Web.Site.Data;

namespace Arena.Web.Site.Surrogates;

/// <summary>
/// Computes surrogates behind the site's back, because it takes up to minutes: one at a time, only when somebody asks, and none that the present state of its tournament
/// has already. The last few results are kept. It ends with the site. Safe for several threads.
/// </summary>
internal sealed class SurrogateWork(SiteData data) : IDisposable
{
    /// <summary>Results that are kept; each is a few hundred kilobytes.</summary>
    private const int MostKept = 16;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<string, SurrogateState> _states = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];
    private string? _working;

    /// <summary>How far the surrogate of a tournament is.</summary>
    public SurrogateState Of(string tournament)
    {
        lock (_lock)
        {
            return _states.GetValueOrDefault(tournament, SurrogateState.None);
        }
    }

    /// <summary>Begins to compute.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="stamp">Its state.</param>
    /// <returns>Whether it has begun, or had, or is not needed; false where another one is being computed.</returns>
    public bool TryBegin(string tournament, string stamp)
    {
        lock (_lock)
        {
            if (_working is not null || _closing.IsCancellationRequested)
            {
                return _working == tournament;
            }

            var state = Of(tournament);
            if (state.Result?.Stamp == stamp)
            {
                return true;
            }

            _working = tournament;
            Set(tournament, state with { Step = "counting features", Share = 0, Problem = null });
            var token = _closing.Token;
            _ = Task.Run(() => WorkAsync(tournament, stamp, token), CancellationToken.None);
            return true;
        }
    }

    public void Dispose()
    {
        // Not disposed of: work that ends only now still looks at it.
        _closing.Cancel();
    }

    private async Task WorkAsync(string tournament, string stamp, CancellationToken cancellationToken)
    {
        SurrogateResult? result = null;
        string? problem = null;
        try
        {
            var read = await data.ReadAsync((store, token) => JudgedTournament.ReadAsync(store, tournament, null, null, token), cancellationToken).ConfigureAwait(false);
            var seed = new ReportOptions().Seed;
            var report = SurrogateReport.Of(
                read.Data, tournament, read.Judge, ScorerCatalogue.Defaults(read.Data), SplitKind.Contestant, null, data.Time, seed, Telling(tournament, "measuring the surrogate"), cancellationToken);
            var explanation = SurrogateExplanation.Of(read.Data, seed: seed, progress: Telling(tournament, "finding what the judges reward"), cancellationToken: cancellationToken);
            result = new(report, explanation, read.Warnings, stamp, data.Time.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            problem = "It was ended before it was done.";
        }
        catch (PageException e)
        {
            problem = $"{e.Message}: {e.Advice}";
        }
        catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException))
        {
            // Kinds of it, such as an index out of range, are bugs of ours and no fault of the data.
            problem = $"{e.Message.TrimEnd('.')}.";
        }
        finally
        {
            lock (_lock)
            {
                _working = null;
                Set(tournament, new(result ?? Of(tournament).Result, null, 0, result is null ? problem ?? "Something broke that should not: please report it." : null));
            }
        }
    }

    private Progress Telling(string tournament, string step) => new(share =>
    {
        lock (_lock)
        {
            Set(tournament, Of(tournament) with { Step = step, Share = share });
        }
    });

    private void Set(string tournament, SurrogateState state)
    {
        if (!_states.ContainsKey(tournament))
        {
            _order.Enqueue(tournament);
            while (_order.Count > MostKept)
            {
                _states.Remove(_order.Dequeue());
            }
        }

        _states[tournament] = state;
    }

    private sealed class Progress(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
