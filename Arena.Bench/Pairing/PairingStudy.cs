using Arena.Core.Tournaments.Pairing;

namespace Arena.Bench.Pairing;

/// <summary>Many tournaments that differ in their seed alone.</summary>
internal sealed record PairingStudy(string Name, IReadOnlyList<PairingRun> Runs)
{
    public static PairingStudy Run(
        string name, RecordedWorld world, Func<long, IPairingStrategy> make, int simulations, long seed, bool withCurve, int cap = int.MaxValue)
    {
        var runs = new PairingRun[simulations];
        Parallel.For(0, simulations, s => runs[s] = PairingRun.Play(world, make(seed + s), withCurve, cap));
        return new PairingStudy(name, runs);
    }

    public double TauAt(double spent) => Runs.Average(run => run.TauAt(spent));

    /// <summary>The share of tournaments in which the best three are not right after so many comparisons.</summary>
    public double ErrorAt(int spent) => Runs.Count(run => !run.IsTopRightAt(spent)) / (double)Runs.Count;

    /// <summary>After how many comparisons the best three are wrong in no more than this share of tournaments, and stay so.</summary>
    public int SpentFor(double error)
    {
        const int Step = 10;
        var last = Runs.Max(run => run.Spent);
        var needed = 0;
        for (var spent = 0; spent <= last; spent += Step)
        {
            if (ErrorAt(spent) > error)
            {
                needed = spent + Step;
            }
        }

        return Math.Min(needed, last);
    }
}
