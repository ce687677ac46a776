using Arena.Core.Formats;
using Arena.Core.Ratings;
using Arena.Core.Statistics;
using BenchmarkDotNet.Attributes;

namespace Arena.Bench.Micro;

/// <summary>
/// The steps of a rating, each by itself, on 100,000 synthetic votes for 129 contestants over 2,000 prompts. Not sealed, because
/// BenchmarkDotNet derives from it.
/// </summary>
public class MicroBenchmarks : IDisposable
{
    private const int Pairs = 100_000;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"arena-bench-{Guid.NewGuid():N}.csv");
    private readonly double[] _x = new double[Pairs];
    private readonly double[] _y = new double[Pairs];
    private BattleTable _battles = null!;
    private ComparisonDesign _design = null!;
    private ComparisonModel _model = null!;
    private ComparisonModel.Solution _solution = null!;
    private double[] _inverse = null!;
    private int[] _members = null!;
    private SandwichUncertainty _uncertainty = null!;

    [GlobalSetup]
    public void SetUp()
    {
        SyntheticVotes.Write(new FileInfo(_file), rows: 100_000, contestants: 129, clusters: 2_000, seed: 1);
        _battles = BattleReader.Read(_file);
        _design = ComparisonDesign.Build(_battles, RatingControls.None);
        _model = new ComparisonModel(_design, new BradleyTerryOutcome(), ridge: 0);
        _solution = Fit();
        _inverse = _model.Invert(_solution.Information);
        _members = [.. Enumerable.Range(0, _battles.Contestants.Count)];
        var (covariance, clusters) = Sandwich();
        _uncertainty = new SandwichUncertainty(_solution.Parameters, covariance, clusters, level: 0.95, seed: 1);

        var random = new DeterministicRandom(1);
        for (var i = 0; i < Pairs; i++)
        {
            _x[i] = random.NextGaussian();
            _y[i] = _x[i] + random.NextGaussian();
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        File.Delete(_file);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "read 100,000 rows of CSV")]
    public BattleTable Read() => BattleReader.Read(_file);

    [Benchmark(Description = "add up equal comparisons")]
    public object Build() => ComparisonDesign.Build(_battles, RatingControls.None);

    [Benchmark(Description = "fit Bradley–Terry, added up")]
    public object FitBradleyTerry() => Fit();

    [Benchmark(Description = "sandwich covariance")]
    public object SandwichCovarianceOfFit() => Sandwich();

    [Benchmark(Description = "add up, fit, 100 bootstrap replicates")]
    public RatingFit Bootstrap() =>
        Rating.Fit(_battles, new RatingOptions { Intervals = IntervalMethod.Bootstrap, Replicates = 100 });

    [Benchmark(Description = "rank ranges of 129 contestants")]
    public object Ranks() => RankRanges.Compute(_solution.Parameters, _members, _uncertainty);

    [Benchmark(Description = "RankList: make lists and fit")]
    public RankListFit RankList() => new RankListRating(_battles).Fit();

    [Benchmark(Description = "Kendall τ-b of 100,000 pairs")]
    public double Kendall() => RankCorrelation.KendallTauB(_x, _y);

    private ComparisonModel.Solution Fit() => _model.Fit(_design.Totals, [], isResampled: false, CancellationToken.None);

    private (double[] Covariance, int Clusters) Sandwich() => SandwichCovariance.Compute(_model, _solution.Parameters, _inverse);
}
