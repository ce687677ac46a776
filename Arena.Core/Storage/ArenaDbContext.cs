using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Arena.Core.Storage;

/// <summary>The model of the store; as it is, in SQLite. Callers use <see cref="ArenaStore"/>.</summary>
internal class ArenaDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<TournamentRow> Tournaments => Set<TournamentRow>();

    public DbSet<TextRow> Texts => Set<TextRow>();

    public DbSet<PromptRow> Prompts => Set<PromptRow>();

    public DbSet<ContestantRow> Contestants => Set<ContestantRow>();

    public DbSet<ResponseRow> Responses => Set<ResponseRow>();

    public DbSet<JudgeRow> Judges => Set<JudgeRow>();

    public DbSet<JudgmentRow> Judgments => Set<JudgmentRow>();

    public DbSet<LabelRow> Labels => Set<LabelRow>();

    public DbSet<VoteRow> Votes => Set<VoteRow>();

    public DbSet<FitRow> Fits => Set<FitRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<ClaimRow> Claims => Set<ClaimRow>();

    public DbSet<WinMatrixRow> WinMatrix => Set<WinMatrixRow>();

    // An index for every foreign key would more than double the size of a judgment; rows are found by the indexes below.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TournamentRow>().HasIndex(t => t.Name).IsUnique();
        modelBuilder.Entity<TextRow>().HasIndex(t => t.Hash).IsUnique();
        modelBuilder.Entity<PromptRow>().HasIndex(p => new { p.TournamentId, p.Name }).IsUnique();
        modelBuilder.Entity<ContestantRow>().HasIndex(c => new { c.TournamentId, c.Name }).IsUnique();
        modelBuilder.Entity<ResponseRow>().HasIndex(r => new { r.PromptId, r.ContestantId }).IsUnique();
        modelBuilder.Entity<JudgeRow>().HasIndex(j => j.Fingerprint).IsUnique();
        modelBuilder.Entity<JudgmentRow>().HasIndex(j => new { j.PromptId, j.Key }).IsUnique();
        modelBuilder.Entity<ClaimRow>().HasKey(c => new { c.PromptId, c.JudgeId });
        modelBuilder.Entity<WinMatrixRow>().HasKey(m => new { m.TournamentId, m.JudgeId, m.Category, m.FirstId, m.SecondId });
        modelBuilder.Entity<LabelRow>().HasIndex(l => new { l.TournamentId, l.Name }).IsUnique();
        modelBuilder.Entity<VoteRow>().HasIndex(v => new { v.TournamentId, v.Key }).IsUnique();

        // Reads a tournament's votes in the order of the table, where the index above would jump about in it.
        modelBuilder.Entity<VoteRow>().HasIndex(v => v.TournamentId);

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }

            foreach (var key in entity.GetForeignKeys())
            {
                key.DeleteBehavior = DeleteBehavior.Restrict;
            }
        }

        base.OnModelCreating(modelBuilder);
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
