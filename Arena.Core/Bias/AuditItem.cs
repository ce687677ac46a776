using Arena.Core.Statistics;
using Arena.Core.Tournaments;

namespace Arena.Core.Bias;

/// <summary>A pair that an audit is about.</summary>
/// <param name="Prompt">What was asked.</param>
/// <param name="First">The response of the contestant whose name comes first.</param>
/// <param name="Second">The other response.</param>
/// <param name="Turn">The turn to judge, from 1; 0 for the whole conversation.</param>
internal sealed record AuditItem(Prompt Prompt, Response First, Response Second, int Turn)
{
    /// <summary>Draws pairs: in the order of a shuffle of the prompts, one of every prompt, then a second of every prompt, and so on.</summary>
    public static IReadOnlyList<AuditItem> Draw(Tournament tournament, int turn, int count, long seed)
    {
        string[] contestants = [.. tournament.Contestants.Order(StringComparer.Ordinal)];
        var prompts = tournament.Prompts.ToArray();
        new DeterministicRandom(seed, 0).Shuffle(prompts.AsSpan());
        var pairs = new List<Queue<AuditItem>>();
        foreach (var (prompt, stream) in prompts.Select((prompt, i) => (prompt, i + 1)))
        {
            Response[] responses = [.. contestants.Select(contestant => tournament.Find(prompt.Id, contestant)).OfType<Response>()];
            var ofPrompt = new AuditItem[responses.Length * (responses.Length - 1) / 2];
            var at = 0;
            for (var i = 0; i < responses.Length; i++)
            {
                for (var j = i + 1; j < responses.Length; j++)
                {
                    ofPrompt[at++] = new(prompt, responses[i], responses[j], turn);
                }
            }

            new DeterministicRandom(seed, stream).Shuffle(ofPrompt.AsSpan());
            pairs.Add(new(ofPrompt));
        }

        var drawn = new List<AuditItem>(count);
        while (drawn.Count < count && pairs.Any(queue => queue.Count > 0))
        {
            foreach (var queue in pairs)
            {
                if (drawn.Count < count && queue.TryDequeue(out var item))
                {
                    drawn.Add(item);
                }
            }
        }

        return drawn;
    }
}
