using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Arena.Bench.Micro;

/// <summary><c>micro</c>: times the steps of a rating one by one, with BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var command = new Command("micro", "Times the steps of a rating, each by itself.");

        // In this process: the project that BenchmarkDotNet would generate lies below this one and takes over its build rules.
        // The least of ten runs is shown beside the mean: it is what other work on a shared machine disturbs least.
        command.SetAction(_ => BenchmarkRunner.Run<MicroBenchmarks>(DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithIterationCount(10).WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumn(StatisticColumn.Min)
            .HideColumns(Column.Error, Column.Gen0, Column.Gen1, Column.Gen2)
            .AddDiagnoser(MemoryDiagnoser.Default)));
        return command;
    }
}
