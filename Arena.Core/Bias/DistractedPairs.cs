using Arena.Core.Bias.Distractors;
using Arena.Core.Judging;

namespace Arena.Core.Bias;

/// <summary>
/// Puts distractors on pairs. What is changed gets a name of its own, so that the store keeps it beside what it was: a response under a distractor is
/// that of a contestant <c>NAME + DISTRACTOR</c>, a prompt under one is a prompt of such an id.
/// </summary>
internal sealed class DistractedPairs(long seed)
{
    private readonly Dictionary<(string PromptId, string Contestant, int Turn, string Distractor), (Response? Response, string? NotMade)> _responses = [];

    /// <summary>The judgments of a pair as it is.</summary>
    public static IReadOnlyList<Asking> AsItIs(IJudge judge, Prompt prompt, Response marked, Response other, int turn, int repeat = 0) =>
        judge.Description.Protocol == Protocol.Pairwise
            ? [new(judge, prompt, new(marked, other, turn, repeat)), new(judge, prompt, new(other, marked, turn, repeat))]
            : [new(judge, prompt, new(marked, null, turn, repeat)), new(judge, prompt, new(other, null, turn, repeat))];

    /// <summary>The judgments of a pair with a distractor in favour of the marked response; or why there are none.</summary>
    public (IReadOnlyList<Asking> Askings, string? NotMade) With(Distractor distractor, IJudge judge, AuditItem item, Response marked, Response other)
    {
        switch (distractor)
        {
            // The placebo of what is not on the response: all is asked again.
            case { Name: DistractorRegistry.SameAgain }:
                return (AsItIs(judge, item.Prompt, marked, other, item.Turn, repeat: 1), null);

            case ResponseDistractor onResponse:
                var (changed, notMade) = On(onResponse, item.Prompt, marked, item.Turn);
                return changed is null ? ([], notMade) : (AsItIs(judge, item.Prompt, changed, other, item.Turn), null);

            case PromptDistractor onPrompt when judge.Description.Protocol == Protocol.Pairwise:
                var (first, second) = (On(onPrompt, item.Prompt, MarkedPlace.First), On(onPrompt, item.Prompt, MarkedPlace.Second));
                return (
                    [
                        new(judge, first, new(In(first, marked), In(first, other), item.Turn)),
                        new(judge, second, new(In(second, other), In(second, marked), item.Turn)),
                    ],
                    null);

            // The other response is asked again too, as by the placebo.
            case PromptDistractor onPrompt:
                var alone = On(onPrompt, item.Prompt, MarkedPlace.Alone);
                return ([new(judge, alone, new(In(alone, marked), null, item.Turn)), new(judge, item.Prompt, new(other, null, item.Turn, 1))], null);

            case JudgeDistractor onJudge:
                return judge.Vary(onJudge.Variant) is { } varied
                    ? (AsItIs(varied, item.Prompt, marked, other, item.Turn), null)
                    : ([], "This judge cannot be asked in that way.");

            default:
                throw new ArgumentException($"{distractor.Name} changes nothing that is known", nameof(distractor));
        }
    }

    /// <summary>A response under a distractor; or why there is none.</summary>
    public (Response? Response, string? NotMade) On(ResponseDistractor distractor, Prompt prompt, Response response, int turn)
    {
        var key = (prompt.Id, response.Contestant, turn, distractor.Name);
        if (!_responses.TryGetValue(key, out var made))
        {
            // What comes after the turn that is judged is not shown, and stays.
            var shown = Shown(response, turn);
            var distraction = distractor.Apply(prompt, shown, seed);
            made = distraction.Turns is { } turns
                ? (response with { Contestant = Name(response.Contestant, distractor.Name), Turns = [.. turns, .. response.Turns.Skip(shown.Turns.Count)] }, null)
                : (null, distraction.NotMade);
            _responses.Add(key, made);
        }

        return made;
    }

    /// <summary>As much of a response as the judge sees.</summary>
    public static Response Shown(Response response, int turn) => turn == 0 ? response : response with { Turns = [.. response.Turns.Take(turn)] };

    private static Prompt On(PromptDistractor distractor, Prompt prompt, MarkedPlace place) =>
        distractor.Apply(prompt, place) with { Id = Name(prompt.Id, $"{distractor.Name} {(place == MarkedPlace.Alone ? "alone" : place == MarkedPlace.First ? "first" : "second")}") };

    private static Response In(Prompt prompt, Response response) => response with { PromptId = prompt.Id };

    private static string Name(string name, string distractor) => $"{name} + {distractor}";
}
