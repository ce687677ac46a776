using Arena.Judges.Engines;
using Arena.Judges.Engines.LLama;

namespace Arena.Tests.Judges.Engines.LLama;

/// <summary>What the bundled judge writes as it ships, with weights in f16.</summary>
public sealed class LLamaEngineTextTests : TextEngineContract
{
    protected override async Task<ITextEngine> OpenAsync() => (ITextEngine)await GgufEngine.OpenAsync(
        Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.gguf"), new() { Threads = 1 }, Cancellation);
}
