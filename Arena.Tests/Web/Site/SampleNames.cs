namespace Arena.Tests.Web.Site;

/// <summary>What everything in a sample store is called, and what its texts are.</summary>
internal sealed record SampleNames
{
    public string Tournament { get; init; } = "sample";

    /// <summary>The earlier, the stronger.</summary>
    public IReadOnlyList<string> Contestants { get; init; } = ["alpha", "beta", "gamma"];

    public IReadOnlyList<string> Judges { get; init; } = ["judge one", "judge two"];

    public string Category { get; init; } = "coding";

    public string Prompt { get; init; } = "p";

    /// <summary>What prompts ask, responses answer and judges write.</summary>
    public string Text { get; init; } = "A text with **bold** words.";

    public string Failure { get; init; } = "unparseable: it says maybe";

    /// <summary>Names and texts that are all somebody else's.</summary>
    public static SampleNames Of(IReadOnlyList<string> texts) => new()
    {
        Tournament = texts[0] + "t",
        Contestants = [texts[1] + "1", texts[2] + "2", texts[3] + "3"],
        Judges = [texts[4] + "1", texts[5] + "2"],
        Category = texts[6] + "!",
        Prompt = texts[7],
        Text = texts[8],
        Failure = texts[9],
    };

    /// <summary>How many texts <see cref="Of"/> wants.</summary>
    public const int Count = 10;
}
