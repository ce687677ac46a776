namespace Arena.Core.Surrogate.Features;

/// <summary>How often each kind of set phrase stands in a text, and where the first of it begins.</summary>
/// <param name="Counts">Occurrences by <see cref="PhraseKind"/>.</param>
/// <param name="First">Number of words before the first occurrence, by kind; -1 where there is none.</param>
public sealed record PhraseCounts(IReadOnlyList<int> Counts, IReadOnlyList<int> First);
