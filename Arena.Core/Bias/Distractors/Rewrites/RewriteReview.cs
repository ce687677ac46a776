using System.Text.Json.Serialization;

namespace Arena.Core.Bias.Distractors.Rewrites;

/// <summary>What a person said of a rewrite.</summary>
public enum RewriteReview
{
    /// <summary>As good as the response, and of the tone that it should have.</summary>
    [JsonStringEnumMemberName("accept")]
    Accept = 0,

    /// <summary>Not to be used.</summary>
    [JsonStringEnumMemberName("reject")]
    Reject = 1,
}
