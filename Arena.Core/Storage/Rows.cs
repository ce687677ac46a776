namespace Arena.Core.Storage;

// The tables, a class each. A row belongs to a tournament, directly or through its prompt; texts are kept once for all tournaments.
// Keys are small integers and lists of text are JSON, because a million judgments must stay small and two databases must agree.

internal sealed class TournamentRow
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Whether its battles are added up in <see cref="WinMatrixRow"/>s. Tournaments of older stores are added up when somebody asks first.</summary>
    public bool HasWinMatrix { get; set; }
}

/// <summary>A text or list of texts, found by its hash: the body of prompts and responses.</summary>
internal sealed class TextRow
{
    public int Id { get; set; }

    /// <summary><see cref="ContentHash"/> of the response, or of the prompt without its reference; 32 bytes.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>JSON: an array of turns, or an object for a prompt.</summary>
    public required string Body { get; set; }
}

internal sealed class PromptRow
{
    public int Id { get; set; }

    public int TournamentId { get; set; }

    /// <summary>The prompt's id in our words, unique within the tournament.</summary>
    public required string Name { get; set; }

    public int TextId { get; set; }

    /// <summary>Reference answer as a JSON array of turns; null where there is none.</summary>
    public string? Reference { get; set; }

    public string? Category { get; set; }

    public string? Language { get; set; }

    public TournamentRow? Tournament { get; set; }

    public TextRow? Text { get; set; }
}

internal sealed class ContestantRow
{
    public int Id { get; set; }

    public int TournamentId { get; set; }

    public required string Name { get; set; }

    public TournamentRow? Tournament { get; set; }
}

internal sealed class ResponseRow
{
    public int Id { get; set; }

    public int PromptId { get; set; }

    public int ContestantId { get; set; }

    public int TextId { get; set; }

    public PromptRow? Prompt { get; set; }

    public ContestantRow? Contestant { get; set; }

    public TextRow? Text { get; set; }
}

internal sealed class JudgeRow
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public required string Fingerprint { get; set; }

    public JudgeKind Kind { get; set; }

    /// <summary>How the arena asks it; null where it is known from files alone, which may hold judgments of both kinds.</summary>
    public Protocol? Protocol { get; set; }
}

/// <summary>Pointwise where there is no second; failed where there is a reason.</summary>
internal sealed class JudgmentRow
{
    public int Id { get; set; }

    public int PromptId { get; set; }

    /// <summary><see cref="Judging.JudgmentKey"/>, 16 bytes. Unique within the prompt, so that one index finds both.</summary>
    public required byte[] Key { get; set; }

    public int JudgeId { get; set; }

    public int FirstId { get; set; }

    public int? SecondId { get; set; }

    public int Turn { get; set; }

    public int Repeat { get; set; }

    public bool IsOrderKnown { get; set; }

    public Verdict Verdict { get; set; }

    public double? FirstWinProbability { get; set; }

    public double? Score { get; set; }

    public double Weight { get; set; }

    public string? FailureReason { get; set; }

    public int? Tokens { get; set; }

    public double? Seconds { get; set; }

    /// <summary>The judge's distribution over its candidates as 32-bit floats, little end first; null where it gave none.</summary>
    public byte[]? Probabilities { get; set; }

    public double? Mass { get; set; }

    /// <summary>What the judge wrote, where the verdict was read from it.</summary>
    public string? Text { get; set; }

    /// <summary>
    /// Whether the tournament has moved on: the prompt or a response has another text by now, or the judge is no longer one of it. It counts no
    /// more, and counts again when what it judged is back.
    /// </summary>
    public bool IsSuperseded { get; set; }

    public PromptRow? Prompt { get; set; }

    public JudgeRow? Judge { get; set; }

    public ContestantRow? First { get; set; }

    public ContestantRow? Second { get; set; }
}

/// <summary>A name that votes carry often: a cluster, category or worker, or the JSON array of their style covariates' names.</summary>
internal sealed class LabelRow
{
    public int Id { get; set; }

    public int TournamentId { get; set; }

    public required string Name { get; set; }

    public TournamentRow? Tournament { get; set; }
}

internal sealed class VoteRow
{
    public int Id { get; set; }

    public int TournamentId { get; set; }

    /// <summary>Hash of all that the vote says, plus its number among equal votes, 16 bytes.</summary>
    public required byte[] Key { get; set; }

    public int FirstId { get; set; }

    public int SecondId { get; set; }

    public double Outcome { get; set; }

    public double Weight { get; set; }

    public int? ClusterId { get; set; }

    public int? CategoryId { get; set; }

    public int? WorkerId { get; set; }

    /// <summary>The judge that decided; null for a human.</summary>
    public int? JudgeId { get; set; }

    public int? StyleNamesId { get; set; }

    /// <summary>Style covariates as a JSON array of numbers.</summary>
    public string? Styles { get; set; }

    /// <summary>Whether the voter said of a tie that both are bad. Ratings see a tie.</summary>
    public bool IsBothBad { get; set; }

    public TournamentRow? Tournament { get; set; }

    public ContestantRow? First { get; set; }

    public ContestantRow? Second { get; set; }

    public LabelRow? Cluster { get; set; }

    public LabelRow? Category { get; set; }

    public LabelRow? Worker { get; set; }

    public JudgeRow? Judge { get; set; }

    public LabelRow? StyleNames { get; set; }
}

internal sealed class FitRow
{
    public int Id { get; set; }

    public int TournamentId { get; set; }

    public required string Source { get; set; }

    public required string Model { get; set; }

    /// <summary>JSON object.</summary>
    public required string Parameters { get; set; }

    public long Seed { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The leaderboard, JSON.</summary>
    public required string Result { get; set; }

    public TournamentRow? Tournament { get; set; }
}

/// <summary>A run of a tournament file.</summary>
internal sealed class RunRow
{
    public int Id { get; set; }

    public int TournamentId { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Null while it runs, and for ever where it was killed.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The tournament file with all that was set on the command line, JSON, which is YAML too.</summary>
    public required string File { get; set; }

    /// <summary>Versions, machine, judges and counts, JSON.</summary>
    public required string Manifest { get; set; }

    public TournamentRow? Tournament { get; set; }
}

/// <summary>That a process is judging a shard: a prompt with a judge. Gone when the shard is done.</summary>
internal sealed class ClaimRow
{
    public int PromptId { get; set; }

    public int JudgeId { get; set; }

    /// <summary>Names the lock that the process holds as long as it lives.</summary>
    public required string Owner { get; set; }

    public PromptRow? Prompt { get; set; }

    public JudgeRow? Judge { get; set; }
}

/// <summary>
/// What the battles of two contestants by one judge in one category add up to: a <see cref="Ratings.PairTally"/>. What a transaction adds to the battles, or takes away, is added to the
/// columns as it is, so a sum of weights is three numbers of 32 bits that need not carry: low + 2³² middle + 2⁶⁴ high.
/// </summary>
internal sealed class WinMatrixRow
{
    public int TournamentId { get; set; }

    /// <summary>The judge; 0 for humans. A key has no null, because nulls differ from each other.</summary>
    public int JudgeId { get; set; }

    /// <summary>The category of the prompt or vote; empty where there is none.</summary>
    public required string Category { get; set; }

    /// <summary>The contestant whose name comes first in ordinal order.</summary>
    public int FirstId { get; set; }

    public int SecondId { get; set; }

    /// <summary>May be 0: all of them were taken away again.</summary>
    public long Battles { get; set; }

    public long Wins { get; set; }

    public long Losses { get; set; }

    public long Soft { get; set; }

    public long WonLow { get; set; }

    public long WonMiddle { get; set; }

    public long WonHigh { get; set; }

    public long TiedLow { get; set; }

    public long TiedMiddle { get; set; }

    public long TiedHigh { get; set; }

    public long LostLow { get; set; }

    public long LostMiddle { get; set; }

    public long LostHigh { get; set; }

    public TournamentRow? Tournament { get; set; }

    public ContestantRow? First { get; set; }

    public ContestantRow? Second { get; set; }
}
