using Arena.Core.Tournaments.Pairing;

namespace Arena.Tests.Tournaments.Pairing;

public sealed class FullPairingTests
{
    [Fact]
    public void Plan_Pool_IsJudgedWholePromptByPrompt()
    {
        var pool = ComparisonPool.RoundRobin(3, 4);

        var played = Played.With(new FullPairing(pool), _ => 0.5, pieces: 2);

        Assert.Equal(PairingStop.NothingLeft, played.Stop);
        Assert.Equal(pool.Comparisons, played.Comparisons);
    }
}
