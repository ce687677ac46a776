namespace Arena.Core.Ratings;

/// <summary>How battles become log-strengths. Formulas and sources are in docs/statistics.md.</summary>
public enum RatingModel
{
    /// <summary>Bradley–Terry by maximum likelihood; a tie is half a win.</summary>
    BradleyTerry = 0,

    /// <summary>Bradley–Terry with Davidson's probability of a tie, which is estimated.</summary>
    Davidson = 1,

    /// <summary>Bradley–Terry with Rao and Kupper's threshold for a tie, which is estimated.</summary>
    RaoKupper = 2,

    /// <summary>One score per contestant from the rankings within prompts, under the RankList loss.</summary>
    RankList = 3,

    /// <summary>Elo, online: it depends on the order of the battles and is there for comparison only.</summary>
    Elo = 4,
}
