using System.CommandLine;
using Arena.Bench;
using Arena.Bench.Bias;
using Arena.Bench.Coverage;
using Arena.Bench.Engines;
using Arena.Bench.Micro;
using Arena.Bench.Models;
using Arena.Bench.Pairing;
using Arena.Bench.Ratings;
using Arena.Bench.Storage;
using Arena.Bench.Surrogate;
using Arena.Bench.Tournaments;
using Arena.Bench.Web;
using Arena.Bench.Workers;

var root = new RootCommand("Measurements of Arena that are committed in docs/benchmarks.md.")
{
    SyntheticVotes.Create(),
    CoverageCommand.Create(),
    CalibrationCommand.Create(),
    CorrelationCommand.Create(),
    AuditCommand.Create(),
    BundledAuditCommand.Create(),
    MicroCommand.Create(),
    RefitCommand.Create(),
    StoreWritesCommand.Create(),
    ModelCommand.Create(),
    EngineCommand.Create(),
    MemoryCommand.Create(),
    FleetCommand.Create(),
    KillCommand.Create(),
    SchemaCommand.Create(),
    LargeTournamentCommand.Create(),
    SiteCommand.Create(),
    WorkersCommand.Create(),
    StoreCopyCommand.Create(),
    PairingCommand.Create(),
    SurrogateCommand.Create(),
    ExplainCommand.Create(),
    HybridCommand.Create(),
    LlmfaoFeaturesCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
