namespace Arena.Core.Formats;

/// <summary>What a column of a battles file means.</summary>
internal enum BattleRole
{
    First,
    Second,
    Winner,
    Cluster,
    Judge,
    Worker,
    Weight,
    Category,
}
