using System.CommandLine;
using Arena.Bench;

var root = new RootCommand("Measurements of Arena that are committed in docs/benchmarks.md.")
{
    SyntheticVotes.Create(),
};
return await root.Parse(args).InvokeAsync();
