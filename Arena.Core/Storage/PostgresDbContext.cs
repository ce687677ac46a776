using Microsoft.EntityFrameworkCore;

namespace Arena.Core.Storage;

/// <summary>The same model in PostgreSQL, with migrations of its own.</summary>
internal sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : ArenaDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.HasDefaultSchema(PostgresDatabase.Schema);
        base.OnModelCreating(modelBuilder);

        // Bytes decide what is equal and what comes first, as in SQLite, whatever language the server speaks.
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(property => property.ClrType == typeof(string)))
        {
            property.SetCollation("C");
        }
    }
}
