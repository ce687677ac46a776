namespace Arena.Core.Storage;

/// <summary>The names behind the row numbers of one tournament.</summary>
/// <param name="Tournament">Its row number.</param>
/// <param name="Prompts">Its prompts.</param>
/// <param name="Contestants">Its contestants.</param>
/// <param name="Judges">All judges of the store; equal names of one protocol are told apart by the beginning of their fingerprints.</param>
internal sealed record StoreNames(
    int Tournament,
    Dictionary<int, (string Name, string? Category)> Prompts,
    Dictionary<int, string> Contestants,
    Dictionary<int, string> Judges)
{
    /// <summary>The lowest row number of a prompt. A tournament's prompts lie close together, so a range finds their rows.</summary>
    public int FirstPrompt { get; } = Prompts.Count == 0 ? 0 : Prompts.Keys.Min();

    /// <summary>The highest row number of a prompt.</summary>
    public int LastPrompt { get; } = Prompts.Count == 0 ? 0 : Prompts.Keys.Max();

    public static StoreNames Read(
        StoreConnection connection, string tournament, Func<string, IEnumerable<string>, BadInputException> unknown)
    {
        var id = FindTournament(connection, tournament, unknown);
        var prompts = new Dictionary<int, (string, string?)>();
        using (var query = connection.Prepare("SELECT id, name, category FROM prompts WHERE tournament_id = ?1"))
        {
            query.Bind(id);
            while (query.Read())
            {
                prompts.Add(query.Int(0), (query.Text(1), query.TextOrNull(2)));
            }
        }

        return new StoreNames(
            id,
            prompts,
            ReadContestants(connection, id),
            ReadJudges(connection));
    }

    /// <summary>The row number of a tournament.</summary>
    public static int FindTournament(StoreConnection connection, string tournament, Func<string, IEnumerable<string>, BadInputException> unknown)
    {
        var tournaments = ReadNames(connection, "SELECT id, name FROM tournaments ORDER BY name");
        return tournaments.SingleOrDefault(t => t.Value == tournament).Key is > 0 and var id ? id : throw unknown(tournament, tournaments.Values);
    }

    public static Dictionary<int, string> ReadContestants(StoreConnection connection, int tournament) =>
        ReadNames(connection, "SELECT id, name FROM contestants WHERE tournament_id = ?1", tournament);

    public static Dictionary<int, string> ReadJudges(StoreConnection connection) => ReadNames(
        connection,
        """
        SELECT j.id, CASE WHEN EXISTS (SELECT 1 FROM judges o WHERE o.name = j.name AND o.id <> j.id AND o.protocol IS NOT DISTINCT FROM j.protocol)
            THEN j.name || ' (' || substr(j.fingerprint, 1, 8) || ')' ELSE j.name END
        FROM judges j
        """);

    public static Dictionary<int, string> ReadLabels(StoreConnection connection, int tournament) =>
        ReadNames(connection, "SELECT id, name FROM labels WHERE tournament_id = ?1", tournament);

    private static Dictionary<int, string> ReadNames(StoreConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var query = connection.Prepare(sql);
        query.Bind(values);
        var names = new Dictionary<int, string>();
        while (query.Read())
        {
            names.Add(query.Int(0), query.Text(1));
        }

        return names;
    }
}
