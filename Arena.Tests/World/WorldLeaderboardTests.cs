using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.World;

namespace Arena.Tests.World;

public sealed class WorldLeaderboardTests
{
    private const int Worlds = 150, Prompts = 90, Contestants = 8;

    [Fact]
    public void Intervals_OverManyWorldsOfTheDemosSize_HoldTheTruthAsOftenAsTheySay()
    {
        var (held, all) = (0, 0);
        for (var seed = 1UL; seed <= Worlds; seed++)
        {
            var field = SimulatedContestant.Field(Contestants, seed);
            var truth = Leaderboard(Expected(field)).Entries.ToDictionary(entry => entry.Name, entry => entry.LogStrength!.Value);
            foreach (var entry in Leaderboard(Judged(CheckableWorld.Create(seed, Prompts, field))).Entries)
            {
                all++;
                held += entry.Interval!.Value.Lower <= truth[entry.Name] && truth[entry.Name] <= entry.Interval.Value.Upper ? 1 : 0;
            }
        }

        Assert.InRange(held / (double)all, 0.93, 0.97);
    }

    /// <summary>Every pair as a judge without fault sees it: the right response wins, and two equally right ones tie.</summary>
    private static BattleTable Judged(CheckableWorld world)
    {
        var battles = new BattleTableBuilder();
        for (var prompt = 0; prompt < Prompts; prompt++)
        {
            for (var i = 0; i < Contestants; i++)
            {
                for (var j = i + 1; j < Contestants; j++)
                {
                    var (a, b) = (world.IsCorrect[(prompt * Contestants) + i], world.IsCorrect[(prompt * Contestants) + j]);
                    battles.Add(new Battle(world.Contestants[i].Name, world.Contestants[j].Name, a == b ? 0.5 : a ? 1 : 0, Cluster: world.Prompts[prompt].Id));
                }
            }
        }

        return battles.Build();
    }

    /// <summary>What every pair earns in the mean, skill by skill: as if there were prompts without end.</summary>
    private static BattleTable Expected(IReadOnlyList<SimulatedContestant> field)
    {
        var battles = new BattleTableBuilder();
        for (var skill = 0; skill < field[0].AccuracyBySkill.Count; skill++)
        {
            for (var i = 0; i < field.Count; i++)
            {
                for (var j = i + 1; j < field.Count; j++)
                {
                    var outcome = (1 + field[i].AccuracyBySkill[skill] - field[j].AccuracyBySkill[skill]) / 2;
                    battles.Add(new Battle(field[i].Name, field[j].Name, outcome, Cluster: $"{skill}"));
                }
            }
        }

        return battles.Build();
    }

    private static Leaderboard Leaderboard(BattleTable battles) =>
        Core.Ratings.Leaderboard.Create(battles, Rating.Fit(battles, new RatingOptions(), null, TestContext.Current.CancellationToken));
}
