using Arena.Core.Ratings;
using Microsoft.EntityFrameworkCore;

namespace Arena.Core.Storage;

/// <summary>
/// All that is known of tournaments, in one SQLite file or in a PostgreSQL database. Safe for use from several threads and processes at once: readers never
/// wait, writers wait for each other, but for those that add judgments to PostgreSQL. Every write is one transaction: it happens wholly or not at all.
/// </summary>
/// <remarks>
/// Prompts, contestants, responses, judgments, votes and kept results belong to one tournament. Texts are kept once for all, by their
/// hash. All methods throw <see cref="BadInputException"/> where the database cannot be used or the disk is full.
/// </remarks>
public sealed partial class ArenaStore : IDisposable
{
    private const int RowsBetweenCancellationChecks = 1024;

    private readonly StoreDatabase _database;
    private readonly TimeProvider _time;

    private ArenaStore(StoreDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>Names the store for people: the file, or the server and database without a password.</summary>
    public string Name => _database.Name;

    /// <summary>Whether it is still the store that was opened: a file may be taken away, or another put in its place.</summary>
    public bool IsStillThere => _database.IsStillThere;

    /// <summary>Opens a store; makes it where there is none, and brings an older one up to date.</summary>
    /// <param name="location">The file, or a connection string of PostgreSQL (<c>Host=…;Database=…</c> or <c>postgresql://…</c>).</param>
    /// <param name="time">Tells when things are stored.</param>
    /// <param name="create">Whether to make the store where there is none; false is for commands that only read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">
    /// The file is missing, not a database, another program's, of a newer schema, locked, or cannot be written; the server cannot be reached, refuses, or has no such database.
    /// </exception>
    public static Task<ArenaStore> OpenAsync(
        string location, TimeProvider time, bool create = true, CancellationToken cancellationToken = default) =>
        OpenAsync(location, time, create, TimeSpan.FromSeconds(30), pragmas: null, cancellationToken);

    /// <summary>
    /// Opens a store for many readers at once, as a site has: every connection to a file keeps 4 MiB of it in memory in place of 64, and nobody waits
    /// longer than two seconds for a process that writes. Makes no store where there is none.
    /// </summary>
    /// <param name="location">As said of <see cref="OpenAsync(string, TimeProvider, bool, CancellationToken)"/>.</param>
    /// <param name="time">Tells when things are stored.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">As said of <see cref="OpenAsync(string, TimeProvider, bool, CancellationToken)"/>.</exception>
    public static Task<ArenaStore> OpenForManyAsync(string location, TimeProvider time, CancellationToken cancellationToken = default) =>
        OpenAsync(location, time, create: false, TimeSpan.FromSeconds(2), "PRAGMA cache_size = -4096;", cancellationToken);

    /// <summary>Opens a store that may not be there.</summary>
    /// <param name="location">As said of <see cref="OpenAsync(string, TimeProvider, bool, CancellationToken)"/>.</param>
    /// <param name="time">Tells when things are stored.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The store; null where there is none.</returns>
    /// <exception cref="BadInputException">As said of <see cref="OpenAsync(string, TimeProvider, bool, CancellationToken)"/>.</exception>
    public static async Task<ArenaStore?> FindAsync(string location, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var isThere = StoreLocation.IsPostgres(location)
            ? await PostgresDatabase.HasStoreAsync(location, cancellationToken).ConfigureAwait(false)
            : File.Exists(location);
        return isThere ? await OpenAsync(location, time, create: false, cancellationToken).ConfigureAwait(false) : null;
    }

    internal static async Task<ArenaStore> OpenAsync(
        string location, TimeProvider time, bool create, TimeSpan busyTimeout, string? pragmas, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        ArgumentNullException.ThrowIfNull(time);
        StoreDatabase database = StoreLocation.IsPostgres(location) ? new PostgresDatabase(location) : new SqliteDatabase(location, busyTimeout, pragmas);
        try
        {
            await database.PrepareAsync(create, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            database.Close();
            throw;
        }

        return new ArenaStore(database, time);
    }

    /// <summary>Stores what a file says. Importing it again changes nothing.</summary>
    /// <param name="tournament">Name of the tournament; it is made where there is none.</param>
    /// <param name="records">The file's records; read to the end before anything is kept.</param>
    /// <param name="cancellationToken">Cancels, and nothing is stored.</param>
    /// <exception cref="BadInputException">
    /// A record names a prompt that is not there, or contradicts what is stored; or as said of the type.
    /// </exception>
    public Task<StoreChange> ImportAsync(
        string tournament, IAsyncEnumerable<ImportRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        return WriteAsync(
            tournament,
            async writer =>
            {
                await foreach (var record in records.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    writer.Add(record);
                }
            },
            cancellationToken);
    }

    /// <summary>
    /// Stores recorded battles as votes; those that name a judge become that judge's. Equal battles of one table count as several,
    /// and importing the table again changes nothing. Battles that name neither prompt nor worker are told apart by the source.
    /// </summary>
    /// <param name="tournament">Name of the tournament; it is made where there is none.</param>
    /// <param name="battles">The battles.</param>
    /// <param name="source">Name of the file they come from, without its folder.</param>
    /// <param name="cancellationToken">Cancels, and nothing is stored.</param>
    public Task<StoreChange> ImportBattlesAsync(
        string tournament, BattleTable battles, string source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(battles);
        ArgumentNullException.ThrowIfNull(source);
        return WriteAsync(
            tournament,
            writer =>
            {
                var styleNames = battles.StyleNames.Count == 0 ? null : StoreJson.Write(battles.StyleNames);
                Span<double> styles = stackalloc double[battles.StyleNames.Count];
                for (var i = 0; i < battles.Count; i++)
                {
                    if (i % RowsBetweenCancellationChecks == 0)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                    }

                    for (var k = 0; k < styles.Length; k++)
                    {
                        styles[k] = battles.Style(k)[i];
                    }

                    writer.AddVote(battles[i], source, styleNames, styles);
                }

                return Task.CompletedTask;
            },
            cancellationToken);
    }

    /// <summary>
    /// Stores what a judge answered. A judgment that is there already stays as it is, but for a failed one, which a later verdict
    /// replaces.
    /// </summary>
    /// <param name="tournament">Name of the tournament; its prompts, and the responses that were judged, must be there.</param>
    /// <param name="judge">The judge; the name in the judgments is not looked at.</param>
    /// <param name="judgments">The judgments.</param>
    /// <param name="cancellationToken">Cancels, and nothing is stored.</param>
    public Task<StoreChange> AddJudgmentsAsync(
        string tournament, StoredJudge judge, IReadOnlyList<Judgment> judgments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(judgments);
        return WriteAsync(
            tournament,
            writer =>
            {
                for (var i = 0; i < judgments.Count; i++)
                {
                    if (i % RowsBetweenCancellationChecks == 0)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                    }

                    writer.AddJudgment(judge, judgments[i], reason => new BadInputException(Name, reason));
                }

                return Task.CompletedTask;
            },
            cancellationToken);
    }

    /// <summary>Keeps a result, in place of the former one of the same source and model.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="fit">The result; its time is set here.</param>
    /// <param name="cancellationToken">Cancels, and nothing is changed.</param>
    public async Task KeepFitAsync(string tournament, StoredFit fit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fit);
        await UseContextAsync(
            async context =>
            {
                var id = await FindTournamentAsync(context, tournament, cancellationToken).ConfigureAwait(false);
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await context.Fits.Where(f => f.TournamentId == id && f.Source == fit.Source && f.Model == fit.Model)
                    .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                context.Fits.Add(new FitRow
                {
                    TournamentId = id,
                    Source = fit.Source,
                    Model = fit.Model,
                    Parameters = fit.Parameters,
                    Seed = fit.Seed,
                    CreatedAt = _time.GetUtcNow(),
                    Result = fit.Result,
                });
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
    }

    /// <summary>Closes the store. What was stored is safe without it.</summary>
    public void Dispose() => _database.Close();

    private Task<StoreChange> WriteAsync(string tournament, Func<StoreWriter, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(tournament, WriteSharing.Alone, write, cancellationToken);

    private async Task<StoreChange> WriteAsync(
        string tournament, WriteSharing sharing, Func<StoreWriter, Task> write, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tournament);
        try
        {
            await using var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await connection.BeginWriteAsync(sharing, cancellationToken).ConfigureAwait(false);
            using var writer = new StoreWriter(connection, tournament, _time.GetUtcNow());
            await write(writer).ConfigureAwait(false);
            writer.Flush();
            cancellationToken.ThrowIfCancellationRequested();
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return writer.Change;
        }
        catch (Exception exception) when (_database.Translate(exception) is { } refusal)
        {
            throw refusal;
        }
    }

    private async Task<T> UseContextAsync<T>(Func<ArenaDbContext, Task<T>> use)
    {
        try
        {
            await using var context = _database.CreateContext();
            return await use(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (_database.Translate(exception) is { } refusal)
        {
            throw refusal;
        }
    }

    private async Task<int> FindTournamentAsync(ArenaDbContext context, string name, CancellationToken cancellationToken)
    {
        var known = await context.Tournaments.OrderBy(t => t.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
        return known.Find(t => t.Name == name)?.Id ?? throw Unknown(name, known.Select(t => t.Name));
    }

    private BadInputException Unknown(string tournament, IEnumerable<string> known)
    {
        var names = string.Join(", ", known.Take(10).Select(name => $"\"{name}\""));
        return new BadInputException(
            Name,
            names.Length == 0
                ? $"there is no tournament \"{tournament}\", nor any other; `arena import` makes one"
                : $"there is no tournament \"{tournament}\"; there are {names}");
    }
}
