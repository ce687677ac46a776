using System.Text.Json;
using Arena.Core.Surrogate.Features;

namespace Arena.Core.Surrogate.Models;

/// <summary>The file of a surrogate judge: JSON, with a hash of what it says.</summary>
public static class SurrogateFile
{
    /// <summary>What the first property says, so that no other JSON is taken for a surrogate judge.</summary>
    internal const string Kind = "arena surrogate 1";

    /// <summary>Writes a surrogate judge, wholly or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The surrogate judge.</param>
    /// <param name="cancellationToken">Cancels; an old file stays then.</param>
    /// <exception cref="BadInputException">It cannot be written there.</exception>
    public static Task WriteAsync(string path, SurrogateModel model, CancellationToken cancellationToken = default)
    {
        var body = JsonSerializer.SerializeToElement(model, SurrogateJson.Default.SurrogateModel);
        var file = new SurrogateFileBody(Kind, ContentHash.Of(body.GetRawText()), body);
        return WholeFile.WriteAsync(path, JsonSerializer.Serialize(file, SurrogateJson.Default.SurrogateFileBody) + "\n", cancellationToken);
    }

    /// <summary>Reads a surrogate judge.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The surrogate judge, and the hash of what it is.</returns>
    /// <exception cref="BadInputException">There is no such file, it is another kind of file, it was changed or cut off, or it learned from other features.</exception>
    public static async Task<(SurrogateModel Model, string Hash)> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        SurrogateFileBody? file;
        try
        {
            await using var stream = File.OpenRead(path);
            file = await JsonSerializer.DeserializeAsync(stream, SurrogateJson.Default.SurrogateFileBody, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw new BadInputException(path, "this is no surrogate judge, or it is cut off; train one with: arena surrogate train", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"it cannot be read: {e.Message}", inner: e);
        }

        if (file?.Kind != Kind)
        {
            throw new BadInputException(path, "this is no surrogate judge; train one with: arena surrogate train");
        }

        try
        {
            var model = file.Model.Deserialize(SurrogateJson.Default.SurrogateModel)!;
            if (ContentHash.Of(JsonSerializer.Serialize(model, SurrogateJson.Default.SurrogateModel)) != file.Hash)
            {
                throw new BadInputException(path, "what it says is not what was written: it has been changed or damaged; train it again with: arena surrogate train");
            }

            return model.Registry == FeatureRegistry.All.Version
                ? (model, file.Hash)
                : throw new BadInputException(
                    path,
                    $"it learned from features {model.Registry}, and this arena computes features {FeatureRegistry.All.Version}; train it again with: arena surrogate train");
        }
        catch (JsonException e)
        {
            throw new BadInputException(path, "what it says is damaged; train it again with: arena surrogate train", inner: e);
        }
    }
}
