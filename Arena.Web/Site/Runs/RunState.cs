namespace Arena.Web.Site.Runs;

/// <summary>What has become of a run.</summary>
public enum RunState
{
    /// <summary>It ended.</summary>
    Ended = 0,

    /// <summary>A process judges.</summary>
    Running = 1,

    /// <summary>The process that judged ended before its plan did.</summary>
    Died = 2,
}
