namespace Arena.Core.Formats;

/// <summary>The fields of one row of a battles file, as text; empty where the row has none.</summary>
internal ref struct BattleFields
{
    public ReadOnlySpan<char> First;
    public ReadOnlySpan<char> Second;
    public ReadOnlySpan<char> Winner;
    public ReadOnlySpan<char> Cluster;
    public ReadOnlySpan<char> Category;
    public ReadOnlySpan<char> Judge;
    public ReadOnlySpan<char> Worker;
    public ReadOnlySpan<char> Weight;
}
