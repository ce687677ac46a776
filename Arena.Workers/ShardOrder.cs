using System.Globalization;
using Arena.Core.Judging;

namespace Arena.Workers;

/// <summary>A shard as it waits in a queue: all by name, because who judges it has the store and nothing else.</summary>
/// <param name="Run">Number of the run that ordered it.</param>
/// <param name="Tournament">Name of the tournament.</param>
/// <param name="Prompt">Id of the prompt.</param>
/// <param name="Judge">Name of the judge, for people.</param>
/// <param name="Fingerprint">The judge.</param>
/// <param name="Contestants">Names that the comparisons refer to.</param>
/// <param name="Comparisons">
/// Four numbers for each comparison: place of the first contestant, place of the second or −1 where there is none, turn, repeat. Numbers and not names, because a hundred
/// thousand orders wait in a database.
/// </param>
public sealed record ShardOrder(
    int Run, string Tournament, string Prompt, string Judge, string Fingerprint, IReadOnlyList<string> Contestants, IReadOnlyList<int> Comparisons)
{
    /// <summary>The order of a shard.</summary>
    /// <param name="run">Number of the run.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="judge">Who judges.</param>
    public static ShardOrder Of(int run, string tournament, JudgingShard shard, JudgeDescription judge)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ArgumentNullException.ThrowIfNull(judge);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var numbers = new List<int>(4 * shard.Comparisons.Count);
        foreach (var comparison in shard.Comparisons)
        {
            numbers.AddRange([Place(comparison.First.Contestant), comparison.Second is { } second ? Place(second.Contestant) : -1, comparison.Turn, comparison.Repeat]);
        }

        return new ShardOrder(run, tournament, shard.Prompt.Id, judge.Name, judge.Fingerprint, [.. places.OrderBy(place => place.Value).Select(place => place.Key)], numbers);

        int Place(string contestant)
        {
            if (!places.TryGetValue(contestant, out var place))
            {
                places.Add(contestant, place = places.Count);
            }

            return place;
        }
    }

    /// <summary>The comparisons by names.</summary>
    public IReadOnlyList<(string First, string? Second, int Turn, int Repeat)> ByName() =>
    [
        .. Comparisons.Chunk(4).Select(four => (Contestants[four[0]], four[1] < 0 ? null : Contestants[four[1]], four[2], four[3])),
    ];

    /// <summary>The order in a few words; the dashboard shows them.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Tournament}: {Comparisons.Count / 4} comparisons on {Prompt} by {Judge}");
}
