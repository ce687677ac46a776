namespace Arena.Core.Judging;

/// <summary>Whose votes are meant: all humans', one LLM judge's, or one human's.</summary>
public sealed record VoteSource
{
    private VoteSource()
    {
    }

    /// <summary>Every vote that no LLM judge cast.</summary>
    public static VoteSource Humans { get; } = new();

    /// <summary>The LLM judge; null where the source is human.</summary>
    public string? Judge { get; private init; }

    /// <summary>The one human; null where the source is a judge or all humans.</summary>
    public string? Worker { get; private init; }

    /// <summary>The votes of one LLM judge.</summary>
    /// <param name="name">Its name in the table.</param>
    public static VoteSource OfJudge(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new VoteSource { Judge = name };
    }

    /// <summary>The votes of one human.</summary>
    /// <param name="name">Their name in the table.</param>
    public static VoteSource OfWorker(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new VoteSource { Worker = name };
    }

    /// <summary>The name to show.</summary>
    public override string ToString() => Judge ?? Worker ?? "humans";
}
