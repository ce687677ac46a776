using Arena.Core.Storage;

namespace Arena.Web.Site.Api;

/// <summary>A tournament and how much it holds.</summary>
internal sealed record TournamentEntry(string Name, DateTimeOffset CreatedAt, int Contestants, int Prompts, int Responses, int Judgments, int Votes)
{
    public static TournamentEntry From(StoredTournament tournament)
    {
        var counts = tournament.Counts;
        return new(tournament.Name, tournament.CreatedAt, counts.Contestants, counts.Prompts, counts.Responses, counts.Judgments, counts.Battles);
    }
}
