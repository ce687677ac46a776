using Arena.Judges.Engines.LLama;
using CsCheck;

namespace Arena.Tests.Judges.Engines.LLama;

public sealed class PrefixOrderTests
{
    /// <summary>Few tokens and short prompts, so that beginnings are shared and prompts repeated.</summary>
    private static readonly Gen<int[][]> Prompts = Gen.Int[0, 2].Array[1, 8].Array[0, 30];

    [Fact]
    public void Entries_OfAnyPrompts_AddUpToThePrefixTree() => Prompts.Sample(prompts =>
    {
        var order = Order(prompts);
        var tree = prompts
            .SelectMany(prompt => Enumerable.Range(1, prompt.Length).Select(length => string.Join(' ', prompt[..length])))
            .ToHashSet();

        Assert.Equal(tree.Count, Entries(order).Sum(entry => entry.Added));
    });

    [Fact]
    public void Entries_OfAnyPrompts_HoldEveryRequestWithItsTokens() => Prompts.Sample(prompts =>
    {
        var entries = Entries(Order(prompts));

        Assert.Equal(Enumerable.Range(0, prompts.Length), entries.SelectMany(entry => entry.Requests).Order());
        Assert.All(entries, entry => Assert.All(entry.Requests, request => Assert.Equal(prompts[request], entry.Tokens)));
    });

    [Fact]
    public void Entries_OfAnyPrompts_ShareTheirBeginningWithTheOneBefore() => Prompts.Sample(prompts =>
    {
        var entries = Entries(Order(prompts));

        Assert.All(entries.Zip(entries.Skip(1)), pair =>
            Assert.Equal(pair.First.Tokens.Take(pair.Second.Shared), pair.Second.Tokens.Take(pair.Second.Shared)));
        Assert.All(entries.Take(1), entry => Assert.Equal(0, entry.Shared));
    });

    [Fact]
    public void Entries_WithoutSharing_AreTheRequestsAsTheyAre() => Prompts.Sample(prompts =>
    {
        var entries = Entries(new([.. prompts.Index()], shares: false));

        Assert.Equal(prompts, entries.Select(entry => entry.Tokens));
        Assert.All(entries, entry => Assert.Equal(0, entry.Shared));
    });

    [Fact]
    public void EndOfRun_OfAnyPrompts_KeepsToBatchAndSequences() =>
        Prompts.Select(Gen.Int[1, 12], Gen.Int[1, 5]).Sample((prompts, batchSize, maxPrompts) =>
        {
            var order = Order(prompts);
            var kept = 0;
            for (int first = 0, end; first < order.Count; first = end)
            {
                end = order.EndOfRun(first, kept, batchSize, maxPrompts);
                Assert.InRange(end - first, 1, maxPrompts);

                // As many batches as the first prompt needs by itself, and no room left that the next prompt could have had.
                var alone = order[first].Tokens.Length - kept;
                var computed = alone + Enumerable.Range(first + 1, end - first - 1).Sum(i => order[i].Added);
                Assert.Equal(Batches(alone), Batches(computed));
                if (end < order.Count)
                {
                    Assert.True(end - first == maxPrompts || Batches(computed + order[end].Added) > Batches(alone));
                    kept = order[end].Shared;
                }
            }

            int Batches(int tokens) => (tokens + batchSize - 1) / batchSize;
        });

    private static PrefixOrder Order(int[][] prompts) => new(prompts.Index(), shares: true);

    private static PrefixOrder.Entry[] Entries(PrefixOrder order) => [.. Enumerable.Range(0, order.Count).Select(i => order[i])];
}
