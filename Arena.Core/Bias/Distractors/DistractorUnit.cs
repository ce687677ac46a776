namespace Arena.Core.Bias.Distractors;

/// <summary>What a distractor changes.</summary>
public enum DistractorUnit
{
    /// <summary>The response that is marked.</summary>
    Response = 0,

    /// <summary>What the judge is told beside the responses.</summary>
    Prompt = 1,

    /// <summary>How the judge is asked to answer.</summary>
    Judge = 2,
}
