using System.Text.Json.Serialization;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>What a server tells of its models at <c>/models</c>.</summary>
/// <param name="Data">The models.</param>
internal sealed record ModelList(IReadOnlyList<ModelList.Model>? Data)
{
    /// <summary>The model of a name; or the only one, which servers of one model give whatever name is asked for.</summary>
    public Model? Find(string name) => Data?.FirstOrDefault(model => model.Id == name) ?? (Data is [var only] ? only : null);

    /// <summary>A served model.</summary>
    /// <param name="Id">Its name.</param>
    /// <param name="MaxModelLen">Its context in tokens, in vLLM's words.</param>
    /// <param name="Meta">What llama-server tells of it.</param>
    internal sealed record Model(string? Id, int? MaxModelLen, ModelMeta? Meta)
    {
        /// <summary>The context in tokens; null where the server does not tell.</summary>
        [JsonIgnore]
        public int? ContextLength => MaxModelLen ?? Meta?.NCtx ?? Meta?.NCtxTrain;
    }

    /// <summary>llama-server's part.</summary>
    /// <param name="NCtx">The context that the server was started with; newer servers only.</param>
    /// <param name="NCtxTrain">The context that the model was trained for.</param>
    internal sealed record ModelMeta(int? NCtx, int? NCtxTrain);
}

/// <summary>Reads a <see cref="ModelList"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelList))]
internal sealed partial class ModelListJson : JsonSerializerContext;
