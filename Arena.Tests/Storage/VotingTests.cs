using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Storage;

namespace Arena.Tests.Storage;

public sealed class VotingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Field_OfATournament_HasPromptsWithTwoResponsesAndWhoGaveThem()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("other", Records("q"), Cancelled);

        var field = await store.ReadVotingFieldAsync("t", Cancelled);

        Assert.Equal(["p1", "p2"], field.Prompts);
        var answered = field.Contestants.Zip(field.Answered, (name, bits) => (name, Bits: $"{bits[0]} {bits[1]}")).ToDictionary(pair => pair.name, pair => pair.Bits);
        Assert.Equal(("True True", "True True", "True False"), (answered["a"], answered["b"], answered["c"]));
    }

    [Fact]
    public async Task Cast_EveryChoice_IsAVoteOfAHumanToRatingsAndIsFoundAgain()
    {
        using var store = await OpenAsync();
        VoteChoice[] choices = [VoteChoice.Left, VoteChoice.Right, VoteChoice.Tie, VoteChoice.BothBad];
        HumanVote[] votes = [.. await Task.WhenAll(choices.Select((choice, i) => VoteAsync(store, "p1", "b", "a", choice, $"v{i}")))];

        var receipts = await store.CastVotesAsync("t", votes, Cancelled);

        Assert.All(receipts, receipt => Assert.Equal(VoteReceipt.Counted, receipt));
        var battles = Battles(await store.ReadBattlesAsync("t", BattleSource.Humans, Cancelled));
        Assert.Equal([("b", "a", 1), ("b", "a", 0), ("b", "a", 0.5), ("b", "a", 0.5)], battles.Select(battle => (battle.First, battle.Second, battle.Outcome)));
        Assert.Equal(["v0", "v1", "v2", "v3"], battles.Select(battle => battle.Worker));
        Assert.All(battles, battle => Assert.Equal(("p1", "math", null), (battle.Cluster, battle.Category, battle.Judge)));
        foreach (var vote in votes)
        {
            Assert.Equal(vote with { Texts = "" }, await store.FindVoteAsync("t", vote.Id, Cancelled));
        }

        var bad = new List<bool>();
        await store.VisitHumanVotesAsync("t", 0, (_, isBothBad) => bad.Add(isBothBad), Cancelled);
        Assert.Equal([false, false, false, true], bad);
    }

    [Fact]
    public async Task Cast_AgainOrTheOtherWayRound_CountsOnceAndTheFirstStands()
    {
        using var store = await OpenAsync();
        var vote = await VoteAsync(store, "p1", "a", "b", VoteChoice.Left, "v");

        var receipts = await store.CastVotesAsync("t", [vote, vote, vote with { Choice = VoteChoice.Tie }, await VoteAsync(store, "p1", "b", "a", VoteChoice.Left, "v")], Cancelled);

        Assert.Equal([VoteReceipt.Counted, VoteReceipt.CountedBefore, VoteReceipt.CountedBefore, VoteReceipt.CountedBefore], receipts);
        Assert.Equal(1, Assert.Single(Battles(await store.ReadBattlesAsync("t", BattleSource.Humans, Cancelled))).Outcome);
    }

    [Fact]
    public async Task Cast_OnTextsThatChangedOrAreGone_StoresNothing()
    {
        using var store = await OpenAsync();
        var vote = await VoteAsync(store, "p1", "a", "b", VoteChoice.Left, "v");

        var receipts = await store.CastVotesAsync("t", [vote with { Texts = vote.Texts + "0" }, vote with { Left = "nobody" }, vote with { PromptId = "p9" }], Cancelled);
        var elsewhere = await store.CastVotesAsync("nowhere", [vote], Cancelled);

        Assert.All(receipts.Concat(elsewhere), receipt => Assert.Equal(VoteReceipt.TextsChanged, receipt));
        Assert.Empty(Battles(await store.ReadBattlesAsync("t", BattleSource.Humans, Cancelled)));
        Assert.Equal(["t"], await store.ReadTournamentNamesAsync(Cancelled));
    }

    [Fact]
    public async Task Visit_AfterAVote_GivesThoseThatCameSince()
    {
        using var store = await OpenAsync();
        await store.CastVotesAsync("t", [await VoteAsync(store, "p1", "a", "b", VoteChoice.Left, "v")], Cancelled);
        var last = await store.VisitHumanVotesAsync("t", 0, (_, _) => { }, Cancelled);
        await store.CastVotesAsync("t", [await VoteAsync(store, "p2", "a", "b", VoteChoice.Left, "v")], Cancelled);

        var prompts = new List<string?>();
        await store.VisitHumanVotesAsync("t", last, (vote, _) => prompts.Add(vote.Cluster), Cancelled);

        Assert.Equal(["p2"], prompts);
    }

    private static async Task<HumanVote> VoteAsync(ArenaStore store, string prompt, string left, string right, VoteChoice choice, string voter)
    {
        var pair = await store.ReadVotePairAsync("t", prompt, left, right, Cancelled);
        Assert.Equal(($"{prompt}?", $"{left} on {prompt}", $"{right} on {prompt}"), (pair!.Prompt.Turns[0], pair.Left.Turns[0], pair.Right.Turns[0]));
        return new HumanVote(prompt, left, right, pair.Texts, choice, voter);
    }

    private static Battle[] Battles(MergedBattles merged) => [.. Enumerable.Range(0, merged.Battles.Count).Select(i => merged.Battles[i])];

    private async Task<ArenaStore> OpenAsync()
    {
        var store = await ArenaStore.OpenAsync(_folder.PathOf("arena.db"), TimeProvider.System, cancellationToken: Cancelled);
        await store.ImportAsync("t", Records("p"), Cancelled);
        return store;
    }

    private static async IAsyncEnumerable<ImportRecord> Records(string prompt)
    {
        await Task.Yield();
        (string Prompt, string[] Contestants)[] answers = [($"{prompt}0", ["a"]), ($"{prompt}1", ["a", "b", "c"]), ($"{prompt}2", ["a", "b"])];
        foreach (var (id, contestants) in answers)
        {
            yield return new ImportRecord("test")
            {
                Prompts = [new Prompt(id, [$"{id}?"]) { Category = "math" }],
                Responses = [.. contestants.Select(contestant => new Response(id, contestant, [$"{contestant} on {id}"]))],
            };
        }
    }
}
