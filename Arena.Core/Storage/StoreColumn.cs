namespace Arena.Core.Storage;

/// <summary>A column as the model says it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
internal sealed record StoreColumn(string Name, StoreType Type);
