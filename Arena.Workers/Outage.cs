using Npgsql;

namespace Arena.Workers;

/// <summary>Tells a database that is away for a while, as when it is restarted, from one that refuses.</summary>
public static class Outage
{
    /// <summary>How long one that was reached before is waited for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Whether the same may succeed a little later: the database's own complaint, whatever is around it. A judge's server or file that is away is none.</summary>
    /// <param name="exception">What went wrong.</param>
    public static bool IsOutage(Exception? exception) => exception switch
    {
        null => false,
        PostgresException refusal => refusal.IsTransient || refusal.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException => true,
        _ => IsOutage(exception.InnerException),
    };
}
