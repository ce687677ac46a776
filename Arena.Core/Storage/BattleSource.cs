namespace Arena.Core.Storage;

/// <summary>Whose battles to read.</summary>
public enum BattleSource
{
    /// <summary>Those of LLM judges: derived from pairwise judgments, and recorded battles that name a judge.</summary>
    Judges = 0,

    /// <summary>Those of humans: recorded battles that name no judge.</summary>
    Humans = 1,
}
