using System.CommandLine;
using Arena.Bench;
using Arena.Bench.Coverage;
using Arena.Bench.Micro;

var root = new RootCommand("Measurements of Arena that are committed in docs/benchmarks.md.")
{
    SyntheticVotes.Create(),
    CoverageCommand.Create(),
    MicroCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
