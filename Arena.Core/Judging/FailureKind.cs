namespace Arena.Core.Judging;

/// <summary>Why a judge gave no verdict. None of these is ever a tie or a score; all are retried by the next run.</summary>
public enum FailureKind
{
    /// <summary>The prompt does not fit into the model's context.</summary>
    ContextExceeded,

    /// <summary>The model would answer something else: too little probability lies on the candidates.</summary>
    LowMass,

    /// <summary>The model's text holds no verdict.</summary>
    Unparseable,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>The model or its server declined to answer.</summary>
    Refused,

    /// <summary>The engine or server failed.</summary>
    EngineError,

    /// <summary>A recorded judge never judged this.</summary>
    NotRecorded,

    /// <summary>Too few members of a panel gave a verdict.</summary>
    NoQuorum,
}
