using System.Text.Json;
using Arena.Core.Formats;
using Arena.Core.Judging;

namespace Arena.Core.Tournaments;

/// <summary>Reads tournament files.</summary>
public static class TournamentFileReader
{
    /// <summary>Reads a file, with what is set on the command line in place of what it says.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="settings">Assignments such as <c>pairing.budget=500</c>.</param>
    /// <exception cref="BadInputException">The file cannot be used; with its line and what to do.</exception>
    public static TournamentFile Read(string path, IReadOnlyList<string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var tree = YamlTree.Read(path);
        foreach (var setting in settings)
        {
            tree.Set(setting);
        }

        var file = tree.Bind<TournamentFile>();
        Check(file, (key, reason) => new BadInputException(path, reason, tree.LineOf($"$.{key}"), key));
        return file;
    }

    /// <summary>A file as JSON, which is YAML too and can be run again.</summary>
    /// <param name="file">The file.</param>
    public static string Write(TournamentFile file) => JsonSerializer.Serialize(file, YamlTree.Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">The file as JSON.</param>
    public static TournamentFile Parse(string json) =>
        JsonSerializer.Deserialize<TournamentFile>(json, YamlTree.Options) ?? throw new JsonException("a tournament file is null");

    private static void Check(TournamentFile file, Func<string, string, BadInputException> refuse)
    {
        Refuse(file.Name.Trim().Length == 0, "name", "the tournament has no name.");
        Refuse(file.Judges.Count == 0, "judges", "there is no judge; name one, such as a bundled model: - { name: tiny, model: tiny-fair }");
        Refuse(file.Protocols.Count == 0, "protocols", "there is no protocol; say pairwise, pointwise, or both.");
        Refuse(file.Protocols.Distinct().Count() < file.Protocols.Count, "protocols", "a protocol stands there twice.");
        Refuse(file.Repeats < 1, "repeats", "give 1 or more.");
        Refuse(file.Concurrency < 1, "concurrency", "give 1 or more.");
        Refuse(file.Turns.Count == 0 || file.Turns.Any(turn => turn < 0) || file.Turns.Distinct().Count() < file.Turns.Count, "turns", "give turns from 1, or 0 for the whole conversation, each once.");
        Refuse(file.Prompts is null && file.Responses.Count == 0 && file.Contestants.All(contestant => contestant.Responses is null), "prompts", "nothing is asked; name a file of prompts, or of responses with their prompts.");
        var pairing = file.Pairing;
        Refuse(pairing.Budget <= 0, "pairing.budget", "a budget of nothing judges nothing; give 1 or more, or leave it out.");
        Refuse(pairing.Top <= 0, "pairing.top", "give 1 or more, or leave it out for the whole ranking.");
        Refuse(!(pairing.Confidence is > 0 and < 1), "pairing.confidence", "give a number between 0 and 1, such as 0.95.");
        Refuse(pairing is { Strategy: PairingKind.Anchored, Baseline: null }, "pairing.baseline", "anchored pairing needs a baseline: the contestant that everyone is set against.");
        Refuse(pairing is { Strategy: not (PairingKind.Anchored or PairingKind.Adaptive), Baseline: not null }, "pairing.baseline", "a baseline goes with anchored or adaptive pairing.");
        Refuse(pairing is { Strategy: PairingKind.Uniform, Budget: null }, "pairing.budget", "uniform pairing needs a budget: how many pairs to judge.");
        RefuseTwice("contestants", [.. file.Contestants.Select(contestant => contestant.Name)]);
        RefuseTwice("judges", [.. file.Judges.Select(judge => judge.Name)]);
        foreach (var (index, judge) in file.Judges.Index())
        {
            foreach (var member in judge.Members)
            {
                string[] others = [.. file.Judges.Where(other => other.Kind != JudgeSource.Panel).Select(other => other.Name)];
                Refuse(!others.Contains(member), $"judges[{index}].members", $"there is no judge {member} to be a member{YamlTree.Suggest(member, others)}");
            }
        }

        if (file.Contestants.Count > 0 && pairing.Baseline is { } baseline)
        {
            string[] names = [.. file.Contestants.Select(contestant => contestant.Name)];
            Refuse(!names.Contains(baseline), "pairing.baseline", $"there is no contestant {baseline}{YamlTree.Suggest(baseline, names)}");
        }

        void Refuse(bool isBad, string key, string reason)
        {
            if (isBad)
            {
                throw refuse(key, reason);
            }
        }

        void RefuseTwice(string key, string[] names)
        {
            for (var i = 0; i < names.Length; i++)
            {
                Refuse(names[i].Trim().Length == 0, $"{key}[{i}].name", "the name is empty.");
                Refuse(Array.IndexOf(names, names[i]) < i, $"{key}[{i}].name", $"{names[i]} stands there already.");
            }
        }
    }
}
