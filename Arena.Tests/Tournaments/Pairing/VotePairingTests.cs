using System.Collections;
using Arena.Core.Tournaments.Pairing;
using CsCheck;

namespace Arena.Tests.Tournaments.Pairing;

public sealed class VotePairingTests
{
    [Fact]
    public void Next_OneVoterToTheEnd_ShowsEveryComparisonOnce() =>
        Gen.Select(Gen.Bool.Array[6].Array[2, 4], Gen.Long).Sample((answered, seed) =>
        {
            var pairing = Of(answered, seed);
            var shown = new HashSet<PlannedComparison>();
            while (pairing.Next("v", []) is { } next)
            {
                Assert.True(answered[next.Left][next.Prompt] && answered[next.Right][next.Prompt]);
                Assert.True(shown.Add(next.Comparison));
                pairing.Add(next.Left, next.Right, 0.5, next.Prompt, "v");
            }

            var all = Enumerable.Range(0, 6).Sum(prompt => answered.Count(contestant => contestant[prompt]) is var n ? n * (n - 1) / 2 : 0);
            Assert.Equal(all, shown.Count);
            Assert.Equal(all, pairing.VotesOf("v"));
        });

    [Fact]
    public void Next_PairsWithDifferentlyManyVotes_TakesTheOneWithFewest()
    {
        var pairing = Full(contestants: 3, prompts: 9);
        for (var prompt = 0; prompt < 4; prompt++)
        {
            pairing.Add(0, 1, 0.5, prompt, "other");
            pairing.Add(2, 1, 0.5, prompt, "other");
        }

        pairing.Add(0, 2, 0.5, 0, "other");

        Assert.Equal((0, 2), Pair(pairing.Next("v", [])));
    }

    [Fact]
    public void Next_PairsWithEquallyManyVotes_TakesTheClosest()
    {
        var pairing = Full(contestants: 3, prompts: 9);
        for (var prompt = 0; prompt < 4; prompt++)
        {
            pairing.Add(1, 0, 1, prompt);
            pairing.Add(1, 2, prompt % 2, prompt);
            pairing.Add(2, 0, 1, prompt);
        }

        Assert.Equal((1, 2), Pair(pairing.Next("v", [])));
    }

    [Fact]
    public void Next_PromptsWithVotes_SpreadsVotesOverPrompts()
    {
        var pairing = Full(contestants: 3, prompts: 10);
        var votes = new int[10];
        for (var i = 0; i < 30; i++)
        {
            var next = pairing.Next($"v{i % 5}", [])!.Value;
            votes[next.Prompt]++;
            pairing.Add(next.Left, next.Right, i % 3 / 2.0, next.Prompt, $"v{i % 5}");
        }

        Assert.All(votes, count => Assert.InRange(count, 2, 4));
    }

    [Fact]
    public void Next_WhatOthersAreShown_GoesToOtherPairs()
    {
        var pairing = Full(contestants: 4, prompts: 5);
        var open = new List<PlannedComparison>();
        for (var i = 0; i < 6; i++)
        {
            open.Add(pairing.Next($"v{i}", open)!.Value.Comparison);
        }

        Assert.Equal(6, open.Select(comparison => (comparison.First, comparison.Second)).Distinct().Count());
    }

    [Fact]
    public void Next_ManyVoters_ShowsBothSidesEquallyOftenAndTheSameAgain()
    {
        var pairing = Full(contestants: 2, prompts: 1);
        var left = Enumerable.Range(0, 2000).Count(i => pairing.Next($"v{i}", [])!.Value.Left == 0);

        // Five standard errors are 112.
        Assert.InRange(left, 888, 1112);
        Assert.Equal(pairing.Next("v7", []), Full(contestants: 2, prompts: 1).Next("v7", []));
    }

    [Fact]
    public void Next_NobodyAnswered_IsNothing()
    {
        Assert.Null(new VotePairing([], 1).Next("v", []));
        Assert.Null(Full(contestants: 1, prompts: 3).Next("v", []));
    }

    private static (int, int)? Pair(ShownComparison? shown) => shown is { Comparison: var comparison } ? (comparison.First, comparison.Second) : null;

    private static VotePairing Full(int contestants, int prompts) => Of([.. Enumerable.Range(0, contestants).Select(_ => Enumerable.Repeat(true, prompts).ToArray())], 1);

    private static VotePairing Of(bool[][] answered, long seed) => new([.. answered.Select(bits => new BitArray(bits))], seed);
}
