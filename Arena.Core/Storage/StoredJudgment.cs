namespace Arena.Core.Storage;

/// <summary>A judgment with the number by which it is found again.</summary>
/// <param name="Id">Its number in this store.</param>
/// <param name="Judgment">The judgment.</param>
public sealed record StoredJudgment(int Id, Judgment Judgment);
