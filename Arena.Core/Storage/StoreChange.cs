namespace Arena.Core.Storage;

/// <summary>What one write did.</summary>
/// <param name="Added">What is new in the store.</param>
/// <param name="AlreadyThere">What was there before and stayed as it was.</param>
public sealed record StoreChange(ImportCounts Added, ImportCounts AlreadyThere);
