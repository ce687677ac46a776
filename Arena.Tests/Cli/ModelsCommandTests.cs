using System.Security.Cryptography;
using Arena.Tests.Judges;
using Arena.Tests.Judges.Models;

namespace Arena.Tests.Cli;

public sealed class ModelsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Models_PulledFile_CanBeInspectedByItsName()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.gguf"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        await using var server = await FileServer.StartAsync((context, _) => FileServer.SendAsync(context, file, "1"));
        var endpoint = ("HF_ENDPOINT", server.Address.ToString());

        var pulled = (await ArenaProcess.RunAsync(
            ["models", "pull", "hf:arena/tiny/model.gguf", "--sha256", hash, "--name", "tiny.gguf", "--models", _folder.PathOf("m"), "--json"],
            environment: endpoint)).Json();
        var model = (await ArenaProcess.RunAsync(["models", "inspect", "tiny.gguf", "--models", _folder.PathOf("m"), "--json"])).Json();

        Assert.Equal(_folder.PathOf("m", "tiny.gguf"), pulled.GetProperty("path").GetString());
        Assert.Equal(file.Length, pulled.GetProperty("fetched").GetInt32());
        Assert.Equal(hash, pulled.GetProperty("sha256").GetString());
        Assert.Equal("GGUF 3", model.GetProperty("format").GetString());
        Assert.Equal("llama", model.GetProperty("architecture").GetString());
        Assert.Equal("tiny-fair", model.GetProperty("name").GetString());
        Assert.Equal("F16", model.GetProperty("precision").GetString());
        Assert.Equal("chatml", model.GetProperty("chat_format").GetString());
        Assert.Equal(file.Length, model.GetProperty("bytes").GetInt32());
        Assert.Equal(hash, model.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Inspect_Path_PrintsWhatTheFileIs()
    {
        var result = await ArenaProcess.RunAsync(["models", "inspect", Path.Combine("data", "judges", "tiny-biased", "model.gguf")]);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Matches(@"architecture\s+llama", result.Out);
        Assert.Matches(@"chat format\s+chatml", result.Out);
    }

    [Fact]
    public async Task Inspect_BundledJudge_RunsByTheOnnxEngine()
    {
        var model = (await ArenaProcess.RunAsync(["models", "inspect", "tiny-fair", "--json"])).Json();

        Assert.Equal("onnx", model.GetProperty("engine").GetString());
        Assert.True(model.GetProperty("runs").GetBoolean());
        Assert.True(model.GetProperty("is_bundled").GetBoolean());
        Assert.Equal("fp32", model.GetProperty("precision").GetString());
        Assert.Equal(512, model.GetProperty("context_length").GetInt32());
    }

    [Fact]
    public async Task List_BundledJudgesAndFolder_IsATableOrADocument()
    {
        _folder.Write("broken.gguf", "GGUF"u8.ToArray());
        string[] arguments = ["models", "list", "--models", _folder.PathOf()];

        var table = await ArenaProcess.RunAsync(arguments);
        var models = (await ArenaProcess.RunAsync([.. arguments, "--json"])).Json().GetProperty("models").EnumerateArray()
            .ToDictionary(model => model.GetProperty("name").GetString()!);

        Assert.Matches(@"tiny-fair \(bundled\)\s+ONNX\s+llama", table.Out);
        Assert.Matches(@"broken\.gguf\s+–", table.Out);
        Assert.Equal(["broken.gguf", "tiny-biased", "tiny-fair"], models.Keys.Order(StringComparer.Ordinal));
        Assert.False(models["broken.gguf"].GetProperty("runs").GetBoolean());
        Assert.True(models["tiny-fair"].GetProperty("runs").GetBoolean());
    }

    [Fact]
    public async Task Doctor_FolderWithADamagedModel_SaysSoAndThatTheJudgesWork()
    {
        _folder.Write("broken.gguf", "GGUF"u8.ToArray());

        var result = await ArenaProcess.RunAsync(["doctor", "--models", _folder.PathOf(), "--db", _folder.PathOf("arena.db"), "--json"]);

        using var document = System.Text.Json.JsonDocument.Parse(result.Out);
        var checks = document.RootElement.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal("models", Assert.Single(checks, check => !check.Value.GetProperty("ok").GetBoolean()).Key);
        Assert.Contains("broken.gguf", checks["models"].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "engine onnx", "engine llama", "gpu", "memory", "judge tiny-fair", "judge tiny-biased" }, checks.Keys.ToHashSet());
    }

    [Fact]
    public async Task Inspect_NoModel_IsBadInput()
    {
        var broken = _folder.Write("broken.gguf", "GGUF"u8.ToArray());

        var results = new[]
        {
            await ArenaProcess.RunAsync(["models", "inspect", broken]),
            await ArenaProcess.RunAsync(["models", "inspect", "absent.gguf", "--models", _folder.PathOf()]),
        };

        Assert.All(results, result => Assert.Equal((3, ""), (result.ExitCode, result.Out)));
        Assert.Contains("GGUF", results[0].Error, StringComparison.Ordinal);
        Assert.Contains("absent.gguf", results[1].Error, StringComparison.Ordinal);
    }
}
