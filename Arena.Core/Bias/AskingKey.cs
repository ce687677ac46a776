namespace Arena.Core.Bias;

/// <summary>Names a judgment within an audit.</summary>
internal readonly record struct AskingKey(string Judge, string PromptId, string First, string? Second, int Turn, int Repeat)
{
    /// <summary>The key of a judgment.</summary>
    public static AskingKey Of(string fingerprint, Judgment judgment) =>
        new(fingerprint, judgment.PromptId, judgment.First, judgment.Second, judgment.Turn, judgment.Repeat);
}
