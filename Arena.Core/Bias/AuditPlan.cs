using Arena.Core.Bias.Distractors;
using Arena.Core.Judging;
using Arena.Core.Statistics;
using Arena.Core.Storage;
using Arena.Core.Tournaments;

namespace Arena.Core.Bias;

/// <summary>
/// What an audit of a tournament is to judge: the same pairs for every judge and protocol, each distractor and placebo on either response of a pair. It
/// is a function of the tournament and the request alone.
/// </summary>
public sealed class AuditPlan
{
    private AuditPlan(
        AuditRequest request,
        Tournament tournament,
        IReadOnlyList<AuditItem> items,
        IReadOnlyList<PlannedTrial> trials,
        IReadOnlyList<PlannedAttack> attacks)
    {
        (Request, Tournament, Items, Trials, Attacks) = (request, tournament, items, trials, attacks);
        Asking[] needed = [.. trials.SelectMany(trial => trial.Before.Concat(trial.After)).Concat(attacks.SelectMany(attack => attack.Askings))];
        Texts = TextsOf(tournament, needed);
        Askings = [.. needed.DistinctBy(asking => asking.Key)];
    }

    /// <summary>What was asked for.</summary>
    public AuditRequest Request { get; }

    /// <summary>Pairs that were drawn; fewer than asked for where there are not as many.</summary>
    public int ItemCount => Items.Count;

    /// <summary>Prompts that the pairs are of.</summary>
    public int PromptCount => Items.Select(item => item.Prompt.Id).Distinct(StringComparer.Ordinal).Count();

    /// <summary>
    /// The smallest true excess that a row would find four times in five, if half a flip in as many items came of the placebo, every item could flip, and
    /// prompts made no difference; at the level of the family's first step. Null where not even 1 would be found.
    /// </summary>
    public double? Detectable
    {
        get
        {
            var family = Math.Max(1, Request.Distractors.Count(distractor => !distractor.IsPlacebo) * Trials.Select(trial => trial.Judge.Description.Protocol).Distinct().Count());
            var least = MinimumDetectableEffect.OfPairedRise(0.5 / (Items.Count + 1), Items.Count, 2 * (1 - new AuditOptions().Level) / family);
            return double.IsNaN(least) ? null : least;
        }
    }

    /// <summary>The responses that distractors are put on, each with its prompt, up to the turn that is judged.</summary>
    public IReadOnlyList<(Prompt Prompt, Response Response)> Responses =>
    [
        .. Items.SelectMany(item => new[] { item.First, item.Second }.Select(response => (item.Prompt, DistractedPairs.Shown(response, item.Turn))))
            .DistinctBy(of => (of.Item2.PromptId, of.Item2.Contestant)),
    ];

    /// <summary>What was left out, a sentence each.</summary>
    public IReadOnlyList<string> LeftOut { get; private init; } = [];

    /// <summary>The tournament that is audited.</summary>
    internal Tournament Tournament { get; }

    internal IReadOnlyList<AuditItem> Items { get; }

    internal IReadOnlyList<PlannedTrial> Trials { get; }

    internal IReadOnlyList<PlannedAttack> Attacks { get; }

    /// <summary>All that is shown, changed or not, as a tournament of its own: the store keeps it apart from the real one.</summary>
    internal Tournament Texts { get; }

    /// <summary>Every judgment that is needed, once.</summary>
    internal IReadOnlyList<Asking> Askings { get; }

    /// <summary>How many shards are judged at once.</summary>
    internal int Concurrency { get; private init; } = 1;

    /// <summary>Plans an audit.</summary>
    /// <param name="file">The tournament's file.</param>
    /// <param name="tournament">What it names.</param>
    /// <param name="judges">Who is audited.</param>
    /// <param name="request">What to do.</param>
    /// <param name="store">Where the tournament's judgments are, for attacks on its leaderboards; null where there is none yet.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">There is no pair, no judge that can be asked, or a name that the audit needs is taken.</exception>
    public static async Task<AuditPlan> CreateAsync(
        TournamentFile file,
        Tournament tournament,
        IReadOnlyList<IJudge> judges,
        AuditRequest request,
        ArenaStore? store,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(tournament);
        ArgumentNullException.ThrowIfNull(judges);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Items);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Attackers);
        var leftOut = new List<string>();
        var asked = new List<IJudge>();
        foreach (var judge in judges)
        {
            if (WhyNot(judge) is { } reason)
            {
                leftOut.Add($"{judge.Description.Name}: {reason}.");
            }
            else
            {
                asked.Add(judge);
            }
        }

        if (asked.Count == 0)
        {
            throw new BadInputException(file.Name, $"no judge of the tournament can be asked: {string.Join(" ", leftOut)}");
        }

        var items = AuditItem.Draw(tournament, file.Turns.Max(), request.Items, request.Seed);
        if (items.Count == 0)
        {
            throw new BadInputException(file.Name, "no prompt was answered by two contestants, so there is no pair to audit.");
        }

        if (items.Count < request.Items)
        {
            leftOut.Add($"{request.Items} pairs were asked for, and there are {items.Count}.");
        }

        var distractors = WithPlacebos(request.Distractors);
        var pairs = new DistractedPairs(request.Seed);
        var trials = new List<PlannedTrial>();
        foreach (var judge in asked)
        {
            foreach (var distractor in distractors)
            {
                foreach (var item in items)
                {
                    foreach (var (marked, other) in new[] { (item.First, item.Second), (item.Second, item.First) })
                    {
                        var (after, notMade) = pairs.With(distractor, judge, item, marked, other);
                        trials.Add(new(
                            judge, distractor, item, marked, other, DistractedPairs.AsItIs(judge, item.Prompt, marked, other, item.Turn), after, notMade));
                    }
                }
            }
        }

        IReadOnlyList<PlannedAttack> attacks = [];
        if (request.Attackers > 0)
        {
            Prompt[] prompts = [.. items.Select(item => item.Prompt).DistinctBy(prompt => prompt.Id)];
            var judged = await JudgedAsync(tournament, asked, prompts, store, cancellationToken).ConfigureAwait(false);
            attacks = PlannedAttack.Plan(tournament, asked, prompts, file.Turns.Max(), request, pairs, judged, leftOut);
        }

        // A judge is there once for every protocol.
        return new(request, tournament, items, trials, attacks) { LeftOut = [.. leftOut.Distinct(StringComparer.Ordinal)], Concurrency = file.Concurrency };
    }

    /// <summary>What the plan asks of each judge, and how much of it is there.</summary>
    /// <param name="store">Where judgments are kept; null where there is none yet.</param>
    /// <param name="warmUp">Whether a judge may judge a few pairs to be measured; what it says is thrown away.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<PlannedJudge>> EstimateAsync(
        ArenaStore? store, Func<IJudge, bool> warmUp, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(warmUp);
        ArgumentNullException.ThrowIfNull(time);
        var there = store is null ? [] : await new AuditStore(this, store).ReadAsync(cancellationToken).ConfigureAwait(false);
        var planned = new List<PlannedJudge>();
        foreach (var ofJudge in Askings.GroupBy(asking => asking.Judge.Description))
        {
            Asking[] missing = [.. ofJudge.Where(asking => IsMissing(asking, there))];
            var judge = ofJudge.First().Judge;
            (double Tokens, double Seconds)? each = missing.Length > 0 && warmUp(judge)
                ? await PlanEstimate.MeasureAsync(judge, [.. Shards(missing).Select(shard => shard.Shard)], time, cancellationToken).ConfigureAwait(false)
                : null;
            planned.Add(new(
                ofJudge.Key.Name,
                ofJudge.Key.Protocol,
                ofJudge.Count(),
                ofJudge.Count() - missing.Length,
                each?.Tokens * missing.Length,
                missing.Length == 0 ? 0 : each?.Seconds * missing.Length));
        }

        return planned;
    }

    /// <summary>
    /// What is not there, or failed for a reason that may be gone. That a judge gives no verdict on a response under a distractor is a finding, not a
    /// fault to be mended by asking again.
    /// </summary>
    internal IReadOnlyList<Asking> Missing(IReadOnlyDictionary<AskingKey, Judgment> there) => [.. Askings.Where(asking => IsMissing(asking, there))];

    /// <summary>Askings as shards, a prompt with a judge each.</summary>
    internal static IReadOnlyList<(JudgingShard Shard, IJudge Judge)> Shards(IEnumerable<Asking> askings) =>
    [
        .. askings.GroupBy(asking => (asking.Judge.Description, asking.Prompt.Id)).Select(group => (
            new JudgingShard(group.First().Prompt, [.. group.Select(asking => asking.Comparison)]), group.First().Judge)),
    ];

    private static async Task<Dictionary<AskingKey, Judgment>> JudgedAsync(
        Tournament tournament, List<IJudge> judges, Prompt[] prompts, ArenaStore? store, CancellationToken cancellationToken)
    {
        var judged = new Dictionary<AskingKey, Judgment>();
        var keys = new TournamentKeys(tournament);
        foreach (var judge in store is null ? [] : judges)
        {
            var ofJudge = await AuditStore.ReadAsync(
                store!, tournament.Name, keys, judge.Description.Fingerprint, [.. prompts.Select(prompt => prompt.Id)], cancellationToken).ConfigureAwait(false);
            foreach (var (key, judgment) in ofJudge)
            {
                judged[key] = judgment;
            }
        }

        return judged;
    }

    private static bool IsMissing(Asking asking, IReadOnlyDictionary<AskingKey, Judgment> there) =>
        !there.TryGetValue(asking.Key, out var judgment) || (judgment.FailureReason is { } reason && !JudgingFailure.IsLasting(reason));

    private static string? WhyNot(IJudge judge) => judge switch
    {
        JudgePanel => "a panel says what its members say; they are audited",
        RecordedJudge => "its verdicts are recorded, so it cannot be asked about anything new; audit them with: arena audit --recorded PATH",
        _ => null,
    };

    private static List<Distractor> WithPlacebos(IReadOnlyList<Distractor> distractors)
    {
        var placebos = distractors.Where(distractor => distractor.IsPlacebo).ToList();
        foreach (var name in distractors.Select(distractor => distractor.Placebo).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (!placebos.Exists(placebo => placebo.Name == name))
            {
                placebos.Add(DistractorRegistry.Find(name));
            }
        }

        return [.. placebos, .. distractors.Where(distractor => !distractor.IsPlacebo)];
    }

    private static Tournament TextsOf(Tournament tournament, IReadOnlyList<Asking> askings)
    {
        var responses = new Dictionary<(string, string), Response>();
        foreach (var response in askings.SelectMany(asking => new[] { asking.Comparison.First, asking.Comparison.Second }).OfType<Response>())
        {
            if (!responses.TryAdd((response.PromptId, response.Contestant), response)
                && !responses[(response.PromptId, response.Contestant)].Turns.SequenceEqual(response.Turns))
            {
                throw new BadInputException(
                    tournament.Name, $"a contestant is called {response.Contestant}, as the audit names one under a distractor; give it another name.");
            }
        }

        return Tournament.Of(AuditArchive.NameOf(tournament.Name), [.. askings.Select(asking => asking.Prompt).DistinctBy(prompt => prompt.Id)], responses.Values);
    }
}
