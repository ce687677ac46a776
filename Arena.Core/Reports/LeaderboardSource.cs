using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Storage;

namespace Arena.Core.Reports;

/// <summary>What a leaderboard of a stored tournament is made from: the verdicts of one protocol.</summary>
/// <param name="Protocol">One of the names below.</param>
/// <param name="Battles">The verdicts as battles.</param>
/// <param name="Scores">The scores behind them; null unless pointwise.</param>
/// <param name="Judges">The judges that gave them; none for human votes.</param>
/// <param name="Failed">Judgments that failed and are left out.</param>
public sealed record LeaderboardSource(
    string Protocol, BattleTable Battles, PointwiseScores? Scores, IReadOnlyList<string> Judges, int Failed)
{
    /// <summary>Judges' verdicts on pairs of responses.</summary>
    public const string Pairwise = "pairwise";

    /// <summary>The order of judges' scores within each prompt.</summary>
    public const string Pointwise = "pointwise";

    /// <summary>Votes of humans.</summary>
    public const string Human = "human";

    /// <summary>How many names a sentence holds.</summary>
    private const int MostNames = 10;

    /// <summary>The protocols, in the order in which they are looked for.</summary>
    public static IReadOnlyList<string> Protocols { get; } = [Pairwise, Pointwise, Human];

    /// <summary>The kind of verdicts of a protocol.</summary>
    /// <param name="protocol">One of <see cref="Protocols"/>.</param>
    public static VerdictBasis BasisOf(string protocol) => protocol switch
    {
        Pairwise => VerdictBasis.Pairwise,
        Pointwise => VerdictBasis.Pointwise,
        _ => VerdictBasis.Human,
    };

    /// <summary>Whose verdicts these are, to stand behind "by".</summary>
    public string Description => Protocol switch
    {
        Pairwise => $"pairwise judgments of {JudgesInWords}",
        Pointwise => $"the order of pointwise scores within each prompt, of {JudgesInWords}",
        _ => "human votes",
    };

    private string JudgesInWords => Judges.Count switch
    {
        0 => "unnamed judges",
        1 => Judges[0],
        <= 3 => $"{string.Join(", ", Judges)} pooled",
        var many => $"{many} judges pooled",
    };

    /// <summary>Reads the verdicts of a protocol.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tournament">The tournament.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="judge">The judge that is asked for; null for all.</param>
    /// <param name="known">Receives the judges that there are.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The verdicts; null where there are none, or none of that judge.</returns>
    public static async Task<LeaderboardSource?> ReadAsync(
        ArenaStore store, string tournament, string protocol, string? judge, ISet<string> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(known);
        LeaderboardSource source;
        if (protocol == Pointwise)
        {
            var scores = await store.ReadScoresAsync(tournament, cancellationToken).ConfigureAwait(false);
            known.UnionWith(scores.Judges);
            if (judge is not null)
            {
                if (Find(judge, scores.Judges, store.Name) is not { } name)
                {
                    return null;
                }

                scores = scores.Of(name);
            }

            source = new(protocol, scores.ToBattles(), scores, scores.Judges, scores.Failed);
        }
        else
        {
            var merged = await store.ReadBattlesAsync(
                tournament, protocol == Human ? BattleSource.Humans : BattleSource.Judges, cancellationToken).ConfigureAwait(false);
            known.UnionWith(merged.Judges);
            if (judge is not null && protocol == Pairwise)
            {
                if (Find(judge, merged.Judges, store.Name) is not { } name)
                {
                    return null;
                }

                merged = merged.Of(name);
            }

            source = new(protocol, merged.Battles, null, merged.Judges, merged.Failed);
        }

        return source.Battles.Count == 0 ? null : source;
    }

    /// <summary>Names in a sentence, the first ones of many.</summary>
    public static string InWords(IEnumerable<string> names)
    {
        var quoted = names.Select(name => $"\"{name}\"").ToArray();
        return string.Join(", ", quoted.Take(MostNames)) + (quoted.Length > MostNames ? $" and {quoted.Length - MostNames} more" : "");
    }

    /// <summary>What a reader must know before the numbers, in sentences.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (Failed > 0)
            {
                yield return $"{Figures.Count(Failed, "failed judgment")} left out.";
            }

            if (Judges.Count > 1)
            {
                yield return $"{Judges.Count} judges are pooled: {InWords(Judges)}. What they share counts again with each, and a panel counts its members " +
                    "a second time.";
            }
        }
    }

    /// <summary>The style of every response.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tournament">The tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IReadOnlyDictionary<(string Prompt, string Contestant), ResponseStyle>> ReadStylesAsync(
        ArenaStore store, string tournament, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var styles = new Dictionary<(string, string), ResponseStyle>();
        await foreach (var response in store.ReadResponsesAsync(tournament, cancellationToken).ConfigureAwait(false))
        {
            styles[(response.PromptId, response.Contestant)] = ResponseStyle.Of(response);
        }

        return styles;
    }

    /// <summary>The same verdicts with the styles of the responses as covariates, unless they carry such already.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tournament">The tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">A response is not known.</exception>
    public async Task<LeaderboardSource> WithStylesAsync(ArenaStore store, string tournament, CancellationToken cancellationToken)
    {
        // Files of battles may say what style their responses have; of judged responses it can be counted.
        if (Battles.StyleNames.Count > 0)
        {
            return this;
        }

        var styles = await ReadStylesAsync(store, tournament, cancellationToken).ConfigureAwait(false);
        try
        {
            return this with
            {
                Battles = Battles.WithStyles((prompt, contestant) => styles.TryGetValue((prompt, contestant), out var style) ? style : null),
            };
        }
        catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException))
        {
            throw new BadInputException(tournament, e.Message, inner: e);
        }
    }

    /// <summary>
    /// The judge that is meant. The store adds a fingerprint where judges share a name; the name is enough where only one of them judged here.
    /// </summary>
    private static string? Find(string asked, IReadOnlyList<string> known, string db)
    {
        if (known.Contains(asked))
        {
            return asked;
        }

        var namesakes = known.Where(name => StoredJudge.IsNamed(name, asked)).ToArray();
        return namesakes.Length < 2
            ? namesakes.SingleOrDefault()
            : throw new BadInputException(db, $"several judges are named \"{asked}\": {InWords(namesakes)}; name one of them in full.");
    }
}
