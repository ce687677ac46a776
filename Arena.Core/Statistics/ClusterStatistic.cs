namespace Arena.Core.Statistics;

/// <summary>
/// A statistic of the data in which every cluster counts as often as its weight says. It is called from several threads at once
/// and must depend on the weights alone.
/// </summary>
/// <param name="weights">One weight per cluster, 0 or more; all 1 for the data as they are.</param>
/// <returns>The statistic; NaN where these weights do not define it.</returns>
public delegate double ClusterStatistic(ReadOnlySpan<int> weights);
