using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Arena.Core.Storage;

/// <summary>Lets <c>dotnet ef migrations add --context PostgresDbContext</c> make the context; nothing is opened.</summary>
internal sealed class PostgresDbContextFactory : IDesignTimeDbContextFactory<PostgresDbContext>
{
    public PostgresDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql("Host=unused", npgsql => npgsql.MigrationsHistoryTable("__EFMigrationsHistory", PostgresDatabase.Schema)).Options);
}
