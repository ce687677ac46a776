namespace Arena.Web.Charts;

/// <summary>A curve with its band.</summary>
/// <param name="Name">What it is of; empty where a panel has one only.</param>
/// <param name="Points">Its points, from left to right.</param>
public sealed record CurveSeries(string Name, IReadOnlyList<CurveMark> Points);
