using Arena.Judges.Engines.LLama;

namespace Arena.Tests.Judges.Engines.LLama;

public sealed class GgufEngineOptionsTests
{
    [Fact]
    public void Values_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GgufEngineOptions { Threads = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GgufEngineOptions { GpuLayers = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GgufEngineOptions { ContextLength = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GgufEngineOptions { BatchSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GgufEngineOptions { MaxSequences = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GgufEngineOptions { MaxSequences = 257 });
    }
}
