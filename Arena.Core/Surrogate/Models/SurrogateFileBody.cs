using System.Text.Json;

namespace Arena.Core.Surrogate.Models;

/// <summary>What a file of a surrogate judge holds.</summary>
/// <param name="Kind">Says that it is one.</param>
/// <param name="Hash"><see cref="ContentHash"/> of the model as JSON.</param>
/// <param name="Model">The model.</param>
internal sealed record SurrogateFileBody(string Kind, string Hash, JsonElement Model);
