using Arena.Core.Bias.Distractors;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Tournaments;

namespace Arena.Core.Bias;

/// <summary>The attack on one judge's leaderboard that an audit is to make.</summary>
/// <param name="Judge">Whose leaderboard it is.</param>
/// <param name="Base">What the tournament has judged on the audit's prompts.</param>
/// <param name="Assaults">Each distractor on each attacker.</param>
internal sealed record PlannedAttack(IJudge Judge, IReadOnlyList<PlannedDuel> Base, IReadOnlyList<PlannedAttack.Assault> Assaults)
{
    /// <summary>All that it needs.</summary>
    public IEnumerable<Asking> Askings => Base.SelectMany(duel => duel.Askings).Concat(Assaults.SelectMany(assault => assault.Duels).SelectMany(duel => duel.Askings));

    /// <summary>
    /// Plans the attack of the weakest contestants with each distractor that is put on responses. Who is weakest is what the judge's pairwise leaderboard
    /// on these prompts says, or its pointwise one where there is no other.
    /// </summary>
    /// <param name="tournament">The tournament.</param>
    /// <param name="judges">Who is audited.</param>
    /// <param name="prompts">The prompts to attack on.</param>
    /// <param name="turn">The turn to judge.</param>
    /// <param name="request">What to do.</param>
    /// <param name="pairs">Puts distractors on responses.</param>
    /// <param name="judged">The tournament's judgments on these prompts.</param>
    /// <param name="leftOut">Is told what cannot be done.</param>
    public static IReadOnlyList<PlannedAttack> Plan(
        Tournament tournament,
        IReadOnlyList<IJudge> judges,
        IReadOnlyList<Prompt> prompts,
        int turn,
        AuditRequest request,
        DistractedPairs pairs,
        IReadOnlyDictionary<AskingKey, Judgment> judged,
        List<string> leftOut)
    {
        var plans = new List<PlannedAttack>();
        foreach (var ofName in judges.GroupBy(judge => judge.Description.Name, StringComparer.Ordinal))
        {
            IReadOnlyList<string>? attackers = null;
            foreach (var judge in ofName.OrderBy(judge => judge.Description.Protocol))
            {
                PlannedDuel[] there = [.. Duels(tournament, judge, prompts, turn).Where(duel => duel.Askings.All(asking => judged.TryGetValue(asking.Key, out var judgment) && !judgment.IsFailed))];
                if (there.Length == 0)
                {
                    leftOut.Add($"{ofName.Key}: its {Figure.Of(judge.Description.Protocol)} leaderboard is not attacked, because the tournament has not been judged yet; first: arena run.");
                    continue;
                }

                attackers ??= Weakest(AttackAnalysis.Battles(there, judged), request.Attackers);
                plans.Add(new(judge, there, [.. from distractor in request.Distractors.OfType<ResponseDistractor>()
                                                where !distractor.IsPlacebo
                                                from attacker in attackers
                                                select Assault.Plan(distractor, attacker, judge, there, pairs)]));
            }
        }

        return plans;
    }

    private static IEnumerable<PlannedDuel> Duels(Tournament tournament, IJudge judge, IReadOnlyList<Prompt> prompts, int turn)
    {
        foreach (var prompt in prompts)
        {
            Response[] responses = [.. tournament.Contestants.Order(StringComparer.Ordinal).Select(contestant => tournament.Find(prompt.Id, contestant)).OfType<Response>()];
            for (var i = 0; i < responses.Length; i++)
            {
                if (judge.Description.Protocol == Protocol.Pointwise)
                {
                    yield return new(prompt.Id, responses[i].Contestant, null, [new(judge, prompt, new(responses[i], null, turn))]);
                    continue;
                }

                for (var j = i + 1; j < responses.Length; j++)
                {
                    yield return new(
                        prompt.Id, responses[i].Contestant, responses[j].Contestant, DistractedPairs.AsItIs(judge, prompt, responses[i], responses[j], turn));
                }
            }
        }
    }

    private static string[] Weakest(BattleTable battles, int count)
    {
        var fit = Rating.Fit(battles, new RatingOptions { Intervals = IntervalMethod.None });
        return [.. fit.Contestants.Zip(fit.LogStrengths).OrderBy(of => of.Second).ThenBy(of => of.First, StringComparer.Ordinal).Take(count).Select(of => of.First)];
    }

    /// <summary>One distractor on all responses of one contestant.</summary>
    /// <param name="Distractor">The distractor.</param>
    /// <param name="Attacker">The contestant.</param>
    /// <param name="Duels">Its duels under the distractor; on prompts where that cannot be made, as they are.</param>
    /// <param name="NotMade">On how many prompts it cannot be made.</param>
    internal sealed record Assault(ResponseDistractor Distractor, string Attacker, IReadOnlyList<PlannedDuel> Duels, int NotMade)
    {
        public static Assault Plan(ResponseDistractor distractor, string attacker, IJudge judge, IReadOnlyList<PlannedDuel> there, DistractedPairs pairs)
        {
            var duels = new List<PlannedDuel>();
            var notMade = new HashSet<string>(StringComparer.Ordinal);
            foreach (var duel in there.Where(duel => duel.Has(attacker)))
            {
                var (prompt, comparison) = (duel.Askings[0].Prompt, duel.Askings[0].Comparison);
                var isFirst = duel.First == attacker;
                var own = isFirst ? comparison.First : comparison.Second!;
                if (pairs.On(distractor, prompt, own, comparison.Turn).Response is not { } changed)
                {
                    notMade.Add(duel.PromptId);
                    duels.Add(duel);
                    continue;
                }

                duels.Add(duel with
                {
                    Askings = duel.Second is null
                        ? [new(judge, prompt, comparison with { First = changed })]
                        : DistractedPairs.AsItIs(judge, prompt, isFirst ? changed : comparison.First, isFirst ? comparison.Second! : changed, comparison.Turn),
                });
            }

            return new(distractor, attacker, duels, notMade.Count);
        }
    }
}
