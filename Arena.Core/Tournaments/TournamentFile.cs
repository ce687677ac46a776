using Arena.Core.Judging;

namespace Arena.Core.Tournaments;

/// <summary>A tournament as its YAML file says it. Paths are relative to the file.</summary>
public sealed record TournamentFile
{
    /// <summary>The tournament's name, under which the store keeps it.</summary>
    public required string Name { get; init; }

    /// <summary>What is asked: a file or folder in a form that <c>arena import</c> knows, or the prompts themselves; by default what comes with the responses.</summary>
    public PromptList? Prompts { get; init; }

    /// <summary>Files or folders of responses by several contestants, in a form that <c>arena import</c> knows.</summary>
    public IReadOnlyList<string> Responses { get; init; } = [];

    /// <summary>Who takes part; by default everyone who has responded.</summary>
    public IReadOnlyList<ContestantFile> Contestants { get; init; } = [];

    /// <summary>Who judges; panels too.</summary>
    public IReadOnlyList<JudgeFile> Judges { get; init; } = [];

    /// <summary>How judges are asked.</summary>
    public IReadOnlyList<Protocol> Protocols { get; init; } = [Protocol.Pairwise];

    /// <summary>Which pairs are judged.</summary>
    public PairingFile Pairing { get; init; } = new();

    /// <summary>The categories of prompts to use; by default all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether judges see reference answers where there are any.</summary>
    public bool UsesReferences { get; init; } = true;

    /// <summary>The categories whose reference answers judges see; by default all.</summary>
    public IReadOnlyList<string> ReferenceCategories { get; init; } = [];

    /// <summary>The turns to judge, each with what came before it; 0 is the whole conversation.</summary>
    public IReadOnlyList<int> Turns { get; init; } = [0];

    /// <summary>How often each question is asked, which tells a judge's noise; of use with judges that sample.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Seed of everything drawn at random.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many shards are judged at once: prompts, each with one judge.</summary>
    public int Concurrency { get; init; } = 2;
}
