using System.Text.Json.Serialization;

namespace Arena.Core.Bias.Distractors.Rewrites;

/// <summary>What a rewrite makes of a response's tone.</summary>
public enum RewriteKind
{
    /// <summary>Sure of itself and persuasive.</summary>
    [JsonStringEnumMemberName("assertive")]
    Assertive = 0,

    /// <summary>Dense, in the words of experts.</summary>
    [JsonStringEnumMemberName("prolix")]
    Prolix = 1,

    /// <summary>Flattering and accommodating.</summary>
    [JsonStringEnumMemberName("sycophantic")]
    Sycophantic = 2,

    /// <summary>Other words in the same tone: the placebo of the others.</summary>
    [JsonStringEnumMemberName("paraphrase")]
    Paraphrase = 3,
}
