using Arena.Bench.Pairing;
using Arena.Core.Tournaments.Pairing;

namespace Arena.Tests.Tournaments.Pairing;

public sealed class RecordedPairingTests
{
    [Fact]
    public void Plan_AlpacaEvalsBestThree_AreFoundWithAThirdOfTheComparisons()
    {
        var world = RecordedWorld.AlpacaEval(new DirectoryInfo(Repository.Shared("alpaca_eval", "annotations")));
        var all = world.Pool.Comparisons.Count;
        var options = new AdaptivePairingOptions { Goal = RankingGoal.BestOf(3), BatchSize = 10, Confidence = null };

        var adaptive = PairingStudy.Run("adaptive", world, seed => new AdaptivePairing(world.Pool, options with { Seed = seed }), 60, 1, withCurve: true, cap: 600);
        var uniform = PairingStudy.Run("uniform", world, seed => new UniformPairing(world.Pool, all, 10, seed), 60, 1, withCurve: true, cap: 600);

        Assert.Equal(37, world.Ranked.Length);
        Assert.InRange(adaptive.ErrorAt(180), 0, 0.15);
        Assert.InRange(uniform.ErrorAt(180), 0.3, 1);
    }
}
