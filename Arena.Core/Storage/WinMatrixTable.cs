using Arena.Core.Ratings;

namespace Arena.Core.Storage;

/// <summary>How a <see cref="PairTally"/> lies in the columns of a <see cref="WinMatrixRow"/>.</summary>
internal static class WinMatrixTable
{
    private static readonly string[] Key = ["tournament_id", "judge_id", "category", "first_id", "second_id"];

    private static readonly string[] Sums =
    [
        "battles", "wins", "losses", "soft",
        "won_low", "won_middle", "won_high", "tied_low", "tied_middle", "tied_high", "lost_low", "lost_middle", "lost_high",
    ];

    /// <summary>Adds what is written to what is there, column by column.</summary>
    public static BulkTable Bulk { get; } = new(
        "win_matrix", [.. Key, .. Sums], Key, $"DO UPDATE SET {string.Join(", ", Sums.Select(sum => $"{sum} = win_matrix.{sum} + excluded.{sum}"))}")
    {
        IsAlwaysChanged = true,
    };

    /// <summary>The columns that <see cref="Read"/> reads, separated by commas.</summary>
    public static string Columns { get; } = string.Join(", ", Sums);

    /// <summary>Gives a tally, or a change of one, as the last values of a row.</summary>
    public static void Write(BulkInsert row, in PairTally tally)
    {
        row.With(tally.Battles).With(tally.Wins).With(tally.Losses).With(tally.Soft);
        WriteUnits(row, tally.WonUnits);
        WriteUnits(row, tally.TiedUnits);
        WriteUnits(row, tally.LostUnits);
    }

    /// <summary>The tally whose columns begin at one.</summary>
    public static PairTally Read(Statement row, int column) => new(
        row.Long(column),
        row.Long(column + 1),
        row.Long(column + 2),
        row.Long(column + 3),
        ReadUnits(row, column + 4),
        ReadUnits(row, column + 7),
        ReadUnits(row, column + 10));

    // The low numbers of a negative sum are not negative: the high one alone carries the sign. Each is below 2³², so two thousand million
    // transactions can add to it before a column overflows.
    private static void WriteUnits(BulkInsert row, Int128 units) =>
        row.With((long)(uint)units).With((long)(uint)(units >> 32)).With((long)(units >> 64));

    private static Int128 ReadUnits(Statement row, int column) =>
        row.Long(column) + ((Int128)row.Long(column + 1) << 32) + ((Int128)row.Long(column + 2) << 64);
}
