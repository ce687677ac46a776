namespace Arena.Core.Surrogate.Scorers;

/// <summary>A row as ML.NET reads it.</summary>
internal sealed class TreeRow
{
    public float[] Features { get; init; } = [];

    public float Label { get; init; }

    /// <summary>The prompt, from 1; only rankers ask for it.</summary>
    public uint GroupId { get; init; }
}
