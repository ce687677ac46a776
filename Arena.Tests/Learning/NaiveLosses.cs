namespace Arena.Tests.Learning;

/// <summary>The losses written down as in docs/statistics.md, pair by pair, without groups, sorting or sums shared.</summary>
internal static class NaiveLosses
{
    public static double RankNet(double[] scores, double[] labels, double margin) =>
        Items(scores).Sum(i => Below(labels, i, margin).Sum(j => Softplus(scores[j] - scores[i])));

    public static double ListMle(double[] scores, double[] labels, double margin) =>
        Items(scores).Sum(i => Choice(scores, i, Below(labels, i, margin)));

    public static double RankList(double[] scores, double[] labels, double margin, double nonLocalWeight) =>
        SkipWise(scores, labels, margin, 1, 1) + (nonLocalWeight * Items(scores).Sum(i =>
        {
            var below = Below(labels, i, margin);
            return Choice(scores, i, [.. below.Where(j => labels[j] < below.Max(k => labels[k]))]);
        }));

    public static double SkipWise(double[] scores, double[] labels, double margin, int depth, double decay) =>
        Items(scores).Sum(i => Below(labels, i, margin)
            .GroupBy(j => labels[j])
            .OrderByDescending(group => group.Key)
            .Take(depth)
            .Select((group, k) => Math.Pow(decay, k) * group.Sum(j => Softplus(scores[j] - scores[i]))
                * 2 / (group.Count() + labels.Count(label => label == labels[i])))
            .Sum());

    private static IEnumerable<int> Items(double[] scores) => Enumerable.Range(0, scores.Length);

    private static int[] Below(double[] labels, int i, double margin) =>
        [.. Items(labels).Where(j => labels[j] < labels[i] && labels[i] - labels[j] >= margin)];

    private static double Choice(double[] scores, int i, int[] rivals) => Math.Log(1 + rivals.Sum(j => Math.Exp(scores[j] - scores[i])));

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
}
