using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Arena.Core.Judging;

namespace Arena.Core.Tournaments;

/// <summary>What a run was made with, kept with its result.</summary>
/// <param name="Arena">The program's version.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="System">The operating system and its architecture.</param>
/// <param name="Processors">How many processors the machine has.</param>
/// <param name="Seed">Seed of everything drawn at random.</param>
/// <param name="Judges">Who judged.</param>
/// <param name="Engines">What ran the judges' models, a line each.</param>
/// <param name="Result">What the run did; null until it is done.</param>
public sealed record RunManifest(
    string Arena,
    string Runtime,
    string System,
    int Processors,
    long Seed,
    IReadOnlyList<RunManifest.JudgeEntry> Judges,
    IReadOnlyList<string> Engines,
    RunManifest.Counts? Result)
{
    /// <summary>Judgments that the run plans when it begins, those that are there included; with adaptive pairing at most so many. Null where it does not say.</summary>
    public int? Planned { get; init; }

    /// <summary>Whether workers judge it.</summary>
    public bool IsDistributed { get; init; }

    /// <summary>The manifest of a run on this machine.</summary>
    /// <param name="seed">Seed of everything drawn at random.</param>
    /// <param name="judges">Who judges.</param>
    /// <param name="engines">What runs the judges' models.</param>
    public static RunManifest Of(long seed, IEnumerable<JudgeDescription> judges, IEnumerable<string> engines) => new(
        typeof(RunManifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        Environment.ProcessorCount,
        seed,
        [.. judges.Select(judge => new JudgeEntry(judge.Name, judge.Protocol == Protocol.Pairwise ? "pairwise" : "pointwise", judge.Fingerprint))],
        [.. engines],
        null);

    /// <summary>Reads a manifest.</summary>
    /// <param name="json">As <see cref="ToJson"/> writes it.</param>
    public static RunManifest Read(string json) =>
        JsonSerializer.Deserialize(json, RunManifestJson.Default.RunManifest) ?? throw new JsonException("a manifest is null");

    /// <summary>The manifest with what the run did.</summary>
    /// <param name="result">What it did.</param>
    public RunManifest With(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var at = result.Progress;
        return this with
        {
            Result = new(at.Planned, at.Judged, at.Reused, at.Failed, at.PromptTokens, at.ComputedTokens, at.Elapsed.TotalSeconds, result.Failures, result.Stop),
        };
    }

    /// <summary>The manifest as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunManifestJson.Default.RunManifest);

    /// <summary>A judge of a run.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Protocol">pairwise or pointwise.</param>
    /// <param name="Fingerprint">The hash of all that makes it this judge.</param>
    public sealed record JudgeEntry(string Name, string Protocol, string Fingerprint);

    /// <summary>What a run did.</summary>
    /// <param name="Planned">Judgments planned.</param>
    /// <param name="Judged">Judgments made.</param>
    /// <param name="Reused">Judgments that were there.</param>
    /// <param name="Failed">Judgments made that failed.</param>
    /// <param name="PromptTokens">Tokens of the prompts judged.</param>
    /// <param name="ComputedTokens">How many of them were computed.</param>
    /// <param name="Seconds">Wall clock.</param>
    /// <param name="Failures">Failed judgments by reason.</param>
    /// <param name="Stop">Why no more pairs were judged; null where all that was planned was.</param>
    public sealed record Counts(
        int Planned, int Judged, int Reused, int Failed, long PromptTokens, long ComputedTokens, double Seconds, IReadOnlyDictionary<string, int> Failures, string? Stop);
}
