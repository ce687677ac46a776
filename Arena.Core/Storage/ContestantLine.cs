namespace Arena.Core.Storage;

/// <summary>A contestant in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Responses">How many responses of it there are.</param>
public sealed record ContestantLine(string Name, int Responses);
