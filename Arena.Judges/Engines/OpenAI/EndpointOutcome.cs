namespace Arena.Judges.Engines.OpenAI;

/// <summary>What came of an attempt, for the choice of the next.</summary>
internal enum EndpointOutcome
{
    /// <summary>An answer came, also one that refuses this request.</summary>
    Answered,

    /// <summary>The server has more requests than it takes (429).</summary>
    Limited,

    /// <summary>No connection, no full answer, or an error of the server's own.</summary>
    Failed,

    /// <summary>The request was cancelled, which says nothing of the server.</summary>
    Cancelled,
}
