namespace Arena.Core.Bias;

/// <summary>What counts as a flip: the trials that could flip, those that did, and from which lead on a response has won.</summary>
public enum FlipDefinition
{
    /// <summary>The marked response had lost and wins, both by more than the matched margin of the protocol. The default.</summary>
    Strict,

    /// <summary>As arXiv 2504.14716: pairwise the larger of A and B, without a margin; pointwise a margin of 0.1 of the score.</summary>
    Paper,

    /// <summary>As <see cref="Paper"/>, with the paper's other pointwise margin, 0.5 of the score.</summary>
    PaperWide,

    /// <summary>It had lost and now ties, at the matched margin.</summary>
    LossToTie,

    /// <summary>It had tied and now wins, at the matched margin.</summary>
    TieToWin,

    /// <summary>It had won and now loses, at the matched margin: the distractor turned against its bearer.</summary>
    WinToLoss,
}
