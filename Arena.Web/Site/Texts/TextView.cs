namespace Arena.Web.Site.Texts;

/// <summary>How texts are shown.</summary>
public enum TextView
{
    /// <summary>As the Markdown that models write.</summary>
    Markdown = 0,

    /// <summary>Letter by letter.</summary>
    Plain = 1,

    /// <summary>What two texts have in common, and what not.</summary>
    Diff = 2,
}
