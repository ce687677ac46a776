namespace Arena.Web.Reports;

/// <summary>What became of a piece of a text.</summary>
internal enum DiffKind
{
    /// <summary>It is in both.</summary>
    Same = 0,

    /// <summary>It was in the first.</summary>
    Removed = 1,

    /// <summary>It is in the second.</summary>
    Added = 2,

    /// <summary>In place of text that is not shown: how much it is.</summary>
    LeftOut = 3,
}
