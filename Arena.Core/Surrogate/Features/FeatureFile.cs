using System.Globalization;
using Arena.Core.Formats;
using Sylvan.Data.Csv;

namespace Arena.Core.Surrogate.Features;

/// <summary>
/// Features as a CSV file, for responses whose texts may not be passed on: a row for each response, with columns <c>prompt</c> and <c>contestant</c> and one
/// for each feature; an empty cell is missing.
/// </summary>
public static class FeatureFile
{
    private const string Prompt = "prompt", Contestant = "contestant";

    /// <summary>Writes features, wholly or not at all, in six significant digits. Columns without a value are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">The features.</param>
    /// <param name="cancellationToken">Cancels; an old file stays then.</param>
    public static async Task WriteAsync(string path, FeatureMatrix features, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        int[] columns = [.. Enumerable.Range(0, features.Columns.Count).Where(column => Enumerable.Range(0, features.Rows).Any(row => !double.IsNaN(features[row, column])))];
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        await text.WriteLineAsync($"{Prompt},{Contestant},{string.Join(',', columns.Select(column => features.Columns[column]))}").ConfigureAwait(false);
        for (var row = 0; row < features.Rows; row++)
        {
            var values = columns.Select(column => double.IsNaN(features[row, column]) ? "" : features[row, column].ToString("G6", CultureInfo.InvariantCulture));
            await text.WriteLineAsync($"{Quoted(features.Prompts[row])},{Quoted(features.Contestants[row])},{string.Join(',', values)}").ConfigureAwait(false);
        }

        await WholeFile.WriteAsync(path, text.ToString(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads features; those of the registry that the file lacks are missing throughout.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">It cannot be read, a column is missing or none of the registry's, or a cell holds no number.</exception>
    public static async Task<FeatureMatrix> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        string[] names = [.. FeatureRegistry.All.Features.Select(feature => feature.Name)];
        var line = 1;
        try
        {
            using var text = InputFile.OpenText(path);
            await using var csv = await CsvDataReader.CreateAsync(text, null, cancellationToken).ConfigureAwait(false);
            var headers = Enumerable.Range(0, csv.FieldCount).Select(csv.GetName).ToArray();
            var (prompt, contestant) = (Array.IndexOf(headers, Prompt), Array.IndexOf(headers, Contestant));
            if (prompt < 0 || contestant < 0)
            {
                throw new BadInputException(path, $"a file of features has columns {Prompt} and {Contestant}, and this one lacks {(prompt < 0 ? Prompt : Contestant)}.", 1);
            }

            if (headers.Where((_, column) => column != prompt && column != contestant).FirstOrDefault(header => !names.Contains(header)) is { } unknown)
            {
                throw new BadInputException(
                    path, $"there is no feature {unknown} in registry {FeatureRegistry.All.Version}; leave the column out, or compute the features again.", 1);
            }

            var columns = names.Select(name => Array.IndexOf(headers, name)).ToArray();
            var (prompts, contestants, values) = (new List<string>(), new List<string>(), new List<double>());
            while (await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                line++;
                prompts.Add(csv.GetString(prompt));
                contestants.Add(csv.GetString(contestant));
                foreach (var column in columns)
                {
                    var cell = column < 0 ? "" : csv.GetString(column);
                    values.Add(
                        cell.Length == 0 ? double.NaN
                        : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
                        : throw new BadInputException(path, $"\"{cell}\" of {headers[column]} is no number.", line));
                }
            }

            return new FeatureMatrix(names, prompts, contestants, [.. values]);
        }
        catch (Exception e) when (e is CsvFormatException or CsvMissingHeadersException)
        {
            throw new BadInputException(path, $"it cannot be read as features: {e.Message}", line, inner: e);
        }
    }

    private static string Quoted(string name) => name.AsSpan().IndexOfAny(",\"\n\r") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
