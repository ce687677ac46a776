using Arena.Core;
using Arena.Core.Storage;

namespace Arena.Web.Site.Judgments;

/// <summary>Comparisons that were looked for, as many as a page holds.</summary>
/// <param name="Found">The comparisons, prompt by prompt.</param>
/// <param name="Next">Where to go on; null at the end.</param>
/// <param name="Looked">Through how many judgments was looked.</param>
public sealed record JudgmentSearch(IReadOnlyList<JudgmentSearch.Line> Found, (int Prompt, int Skip)? Next, int Looked)
{
    /// <summary>Comparisons on a page.</summary>
    public const int OnAPage = 50;

    /// <summary>A page does not look through more judgments: it says so and goes on from there.</summary>
    public const int MostLooked = 150_000;

    /// <summary>A comparison that was found.</summary>
    /// <param name="Comparison">The comparison.</param>
    /// <param name="Category">The prompt's category.</param>
    /// <param name="IsDisputed">Whether another judge decided the same pair for the other.</param>
    public sealed record Line(JudgedComparison Comparison, string? Category, bool IsDisputed);

    /// <summary>Looks for comparisons.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<JudgmentSearch> RunAsync(ArenaStore store, string tournament, JudgmentQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<Line>();
        (int, int)? next = null;
        var looked = 0;
        if (query.Prompt is { } prompt)
        {
            // One prompt has no more than a page can hold of all pairs of its contestants, but is paged all the same.
            var judgments = await store.ReadJudgmentsOfAsync(tournament, prompt, cancellationToken).ConfigureAwait(false);
            var category = (await store.ReadPromptAsync(tournament, prompt, cancellationToken).ConfigureAwait(false))?.Category;
            Visit(0, category, judgments);
        }
        else
        {
            await store.VisitJudgmentsAsync(tournament, query.From.Prompt, Visit, cancellationToken).ConfigureAwait(false);
        }

        return new JudgmentSearch(found, next, looked);

        bool Visit(int number, string? category, IReadOnlyList<StoredJudgment> judgments)
        {
            if (looked > 0 && looked + judgments.Count > MostLooked)
            {
                next = (number, 0);
                return false;
            }

            looked += judgments.Count;
            if (query.Category is not null && category != query.Category)
            {
                return true;
            }

            var comparisons = JudgedComparison.Of(judgments);
            var disputed = Disputed(comparisons);
            var ofPrompt = comparisons
                .Where(comparison => Matches(comparison, disputed, query))
                .Skip(number == query.From.Prompt ? query.From.Skip : 0);
            var taken = number == query.From.Prompt ? query.From.Skip : 0;
            foreach (var comparison in ofPrompt)
            {
                if (found.Count == OnAPage)
                {
                    next = (number, taken);
                    return false;
                }

                taken++;
                found.Add(new Line(comparison, category, disputed.Contains(KeyOf(comparison))));
            }

            return true;
        }
    }

    private static bool Matches(JudgedComparison comparison, HashSet<(string, string?, int, int)> disputed, JudgmentQuery query) =>
        (query.Show switch
        {
            JudgmentShow.Flips => comparison.IsFlip,
            JudgmentShow.Disagreements => disputed.Contains(KeyOf(comparison)),
            JudgmentShow.Failures => comparison.IsFailed,
            _ => true,
        })
        && (query.Protocol is null || (query.Protocol == Protocol.Pairwise) == (comparison.Second is not null))
        && (query.Judge is null || comparison.Judge == query.Judge)
        && (query.Contestant is null || comparison.First == query.Contestant || comparison.Second == query.Contestant)
        && (query.Opponent is null || comparison.First == query.Opponent || comparison.Second == query.Opponent)
        && (query.Reason is null || comparison.Judgments.Any(one => one.Judgment.FailureReason is { } reason && FailureTally.KindOf(reason) == query.Reason))
        && (query.Outcome is null || query.Outcome == OutcomeOf(comparison, query.Contestant));

    /// <summary>What came of a comparison for a contestant: won, tied or lost; for nobody in particular: decided or tied.</summary>
    private static string? OutcomeOf(JudgedComparison comparison, string? contestant) => comparison.Outcome switch
    {
        null => null,
        _ when comparison.Winner is null => "tied",
        _ when contestant is null => "decided",
        _ => comparison.Winner == contestant ? "won" : "lost",
    };

    /// <summary>The pairs that judges decide for different winners.</summary>
    private static HashSet<(string, string?, int, int)> Disputed(IReadOnlyList<JudgedComparison> comparisons) =>
    [
        .. comparisons
            .Where(comparison => comparison.Winner is not null)
            .GroupBy(KeyOf)
            .Where(pair => pair.Select(comparison => comparison.Winner).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(pair => pair.Key),
    ];

    private static (string, string?, int, int) KeyOf(JudgedComparison comparison)
    {
        var judgment = comparison.Judgments[0].Judgment;
        var (less, more) = JudgedComparison.PairOf(judgment);
        return (less, more, judgment.Turn, judgment.Repeat);
    }
}
