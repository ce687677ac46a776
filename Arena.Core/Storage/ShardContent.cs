namespace Arena.Core.Storage;

/// <summary>What a shard is judged by.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Responses">All responses to it.</param>
/// <param name="Keys">Keys of the judge's judgments that are there, count, and did not fail.</param>
public sealed record ShardContent(Prompt Prompt, IReadOnlyList<Response> Responses, IReadOnlySet<UInt128> Keys);
