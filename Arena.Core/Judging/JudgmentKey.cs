namespace Arena.Core.Judging;

/// <summary>
/// Names a judgment by its content: equal keys mean that the same judge was asked the same question, so that the second asking
/// can be saved. 128 bits of SHA-256.
/// </summary>
/// <param name="Value">The bits.</param>
public readonly record struct JudgmentKey(UInt128 Value)
{
    /// <summary>
    /// The key of a judgment whose texts are known: it changes with the judge, the prompt and the responses, and with whose they are. Two
    /// contestants that give the same answer have a judgment each.
    /// </summary>
    /// <param name="fingerprint">The judge's fingerprint.</param>
    /// <param name="promptHash"><see cref="ContentHash.Of(Prompt)"/> of the prompt.</param>
    /// <param name="first">Whose response is shown first, and <see cref="ContentHash.Of(Response)"/> of it.</param>
    /// <param name="second">The same of the response shown second; null when pointwise.</param>
    /// <param name="turn">The turn judged, from 1; 0 for the whole conversation.</param>
    /// <param name="repeat">Counts repeats of the same question from 0.</param>
    public static JudgmentKey OfContents(
        string fingerprint, string promptHash, (string Name, string Hash) first, (string Name, string Hash)? second, int turn, int repeat) =>
        new(new KeyHasher()
            .Add("contents").Add(fingerprint).Add(promptHash)
            .Add(first.Name).Add(first.Hash).Add(second?.Name).Add(second?.Hash)
            .Add(turn).Add(repeat).Finish());

    /// <summary>
    /// The key of a recorded judgment. Published files often lack the texts that were judged, so it goes by the names in the file;
    /// that the texts behind the names stay the same is the tournament's business.
    /// </summary>
    /// <param name="fingerprint">The judge's fingerprint.</param>
    /// <param name="judgment">The judgment.</param>
    public static JudgmentKey OfNames(string fingerprint, Judgment judgment) => OfNames(new KeyHasher(), fingerprint, judgment);

    internal static JudgmentKey OfNames(KeyHasher hasher, string fingerprint, Judgment judgment) =>
        new(hasher
            .Add("names").Add(fingerprint).Add(judgment.PromptId).Add(judgment.First).Add(judgment.Second).Add(judgment.Turn).Add(judgment.Repeat)
            .Finish());
}
