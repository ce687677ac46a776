using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Arena.Core.Storage;

/// <summary>Lets <c>dotnet ef migrations add</c> make the context; nothing is opened.</summary>
internal sealed class ArenaDbContextFactory : IDesignTimeDbContextFactory<ArenaDbContext>
{
    public ArenaDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<ArenaDbContext>().UseSqlite("Data Source=unused.db").Options);
}
