using System.Globalization;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Reports;
using Arena.Judges;
using Arena.Judges.Chat;
using Arena.Judges.Engines;
using Arena.Judges.Models;
using Microsoft.ML.OnnxRuntime;

namespace Arena.Cli;

/// <summary>The checks of <c>doctor</c> that concern local models: engines, GPU, memory, bundled judges and the folder of models.</summary>
internal static class EngineChecks
{
    /// <summary>How far a log-probability may be from the judge's parity file before its model is not the one that ships.</summary>
    private const double Tolerance = 1e-3;

    private const long LittleMemory = 1L << 30;
    private const string BuildLlama = "-p:LLama=Cpu or -p:LLama=Cuda12";

    private static readonly string[] Judges = ["tiny-fair", "tiny-biased"];

    public static async Task<IReadOnlyList<DoctorDocument.Check>> RunAsync(string models, CancellationToken cancellationToken)
    {
        List<DoctorDocument.Check> checks = [Onnx(), Llama(), Gpu(), Memory()];
        foreach (var judge in Judges)
        {
            checks.Add(await JudgeAsync(judge, cancellationToken));
        }

        checks.Add(Models(models, cancellationToken));
        return checks;
    }

    private static DoctorDocument.Check Onnx()
    {
        try
        {
            return new("engine onnx", true, $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, on the processor", null);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            return new(
                "engine onnx",
                false,
                $"the native library of ONNX Runtime does not load: {(e.InnerException ?? e).Message}",
                "Build or install for this machine's system and processor; on Linux glibc and libstdc++ are needed.");
        }
    }

    private static DoctorDocument.Check Llama() => ModelFile.RunsGguf
        ? new("engine llama", true, "LLamaSharp is built in", null)
        : new("engine llama", true, "LLamaSharp is not built in, so .gguf models do not run", $"To run them, build with {BuildLlama}.");

    private static DoctorDocument.Check Gpu()
    {
        const string Driver = "/proc/driver/nvidia/version";
        var windows = Path.Combine(Environment.SystemDirectory, "nvcuda.dll");
        if (!File.Exists(Driver) && !(OperatingSystem.IsWindows() && File.Exists(windows)))
        {
            return new("gpu", true, "no NVIDIA driver; models run on the processor", null);
        }

        var found = File.Exists(Driver) ? File.ReadLines(Driver).First().Trim() : "NVIDIA driver";
        return ModelFile.RunsGgufOnCuda
            ? new("gpu", true, $"{found}; this build can use it", null)
            : new("gpu", true, $"{found}; this build cannot use it", "To run .gguf models on it, build with -p:LLama=Cuda12.");
    }

    private static DoctorDocument.Check Memory()
    {
        var bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var text = $"{Numbers.Bytes(bytes)} for this program";
        return bytes >= LittleMemory
            ? new("memory", true, text, null)
            : new("memory", false, text, "A model needs about as much memory as its file is large; give the program more, or run small models only.");
    }

    /// <summary>Scores a prompt whose result came with the judge.</summary>
    private static async Task<DoctorDocument.Check> JudgeAsync(string name, CancellationToken cancellationToken)
    {
        var check = $"judge {name}";
        try
        {
            var model = LocalModel.Find(name);
            using var line = JsonDocument.Parse(File.ReadLines(Path.Combine(model.Location, "parity.jsonl")).First());
            var expected = line.RootElement.GetProperty("log_probabilities").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetDouble());
            var segments = line.RootElement.GetProperty("segments").EnumerateArray().Select(segment => segment.GetString()!).ToArray();
            await using var engine = await model.OpenAsync(cancellationToken: cancellationToken);
            var request = new ScoringRequest([new(ChatRole.User, segments[1..^1])], [.. expected.Keys]);
            var result = (await engine.ScoreAsync([request], cancellationToken))[0];
            if (result.Failure is { } failure)
            {
                return new(check, false, $"it does not judge: {failure.Detail}", "Install the program again.");
            }

            var error = result.LogProbabilities.Zip(expected.Values, (found, known) => Math.Abs(found - known)).Max();
            return error <= Tolerance
                ? new(check, true, string.Create(CultureInfo.InvariantCulture, $"judges as it should: log-probabilities within {error:0.0e+0}"), null)
                : new(check, false, string.Create(CultureInfo.InvariantCulture, $"log-probabilities are off by {error:0.000}"), "Install the program again.");
        }
        catch (Exception e) when (e is BadInputException or IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new(check, false, e.Message, "Install the program again; its data folder lies beside it.");
        }
    }

    private static DoctorDocument.Check Models(string folder, CancellationToken cancellationToken)
    {
        var models = new ModelLibrary(folder).List(cancellationToken).Where(model => !model.IsBundled).ToArray();
        if (models.Length == 0)
        {
            return new("models", true, $"none in {folder}", "arena models pull fetches one.");
        }

        var broken = models.Where(model => model.File is null).ToArray();
        var text = $"{Figures.Count(models.Length, "model")} in {folder}, {Numbers.Bytes(models.Sum(model => model.File?.Bytes ?? 0))}, of which {models.Count(model => model.Problem is null)} run in this build";
        return broken.Length == 0
            ? new("models", true, text, null)
            : new("models", false, $"{text}; {broken[0].Name}: {broken[0].Problem}", "Remove what is damaged and pull it again.");
    }
}
