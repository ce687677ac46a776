namespace Arena.Core.Storage;

/// <summary>Who judges a tournament at this moment.</summary>
/// <param name="Processes">Processes that live and have shards in work.</param>
/// <param name="ShardsInWork">Prompts with a judge that they have in work.</param>
/// <param name="ShardsLeftBehind">Prompts with a judge that processes had in work which ended; the next run takes them over.</param>
public sealed record RunActivity(int Processes, int ShardsInWork, int ShardsLeftBehind);
