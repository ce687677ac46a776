using Arena.Core;
using Arena.Judges.Engines.LLama;

namespace Arena.Tests.Judges.Engines.LLama;

/// <summary>What a build without LLamaSharp does. A build with it has <c>LLamaEngineTests</c> in their place.</summary>
public sealed class GgufEngineTests
{
    [Fact]
    public async Task OpenAsync_WithoutLLamaSharp_NamesTheProperty()
    {
        var path = Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.gguf");

        var exception = await Assert.ThrowsAsync<BadInputException>(
            () => GgufEngine.OpenAsync(path, new(), TestContext.Current.CancellationToken));

        Assert.Equal(path, exception.InputSource);
        Assert.Equal(
            "this is a GGUF model, and this build has no LLamaSharp; build with -p:LLama=Cpu or -p:LLama=Cuda12", exception.Reason);
    }
}
