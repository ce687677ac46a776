using Arena.Core.Ratings;

namespace Arena.Core.Formats;

/// <summary>Which columns of a battles file carry what, by their names.</summary>
internal sealed class BattleColumns
{
    /// <summary>Styles that leaderboards control for. A file carries a style as two columns of counts, such as length_a and length_b.</summary>
    private static readonly IReadOnlyList<string> KnownStyles = ResponseStyle.Names;

    // Of several names for one role, the first that a file has is taken.
    private static readonly (BattleRole Role, string[] Names)[] Known =
    [
        (BattleRole.First, ["model_a", "left"]),
        (BattleRole.Second, ["model_b", "right"]),
        (BattleRole.Winner, ["winner", "outcome"]),
        (BattleRole.Cluster, ["prompt", "question_id", "id"]),
        (BattleRole.Judge, ["judge"]),
        (BattleRole.Worker, ["worker"]),
        (BattleRole.Weight, ["weight"]),
        (BattleRole.Category, ["category"]),
    ];

    private readonly string[] _names;
    private readonly int[] _ordinals;

    private BattleColumns(string[] names, int[] ordinals, string[] styles, (int First, int Second)[] styleOrdinals)
    {
        _names = names;
        _ordinals = ordinals;
        Styles = styles;
        StyleOrdinals = styleOrdinals;
        Missed = Known.Where(known => ordinals[(int)known.Role] < 0).SelectMany(known => known.Names).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Names of the styles that the file carries.</summary>
    public string[] Styles { get; }

    /// <summary>Where the two counts of every style stand.</summary>
    public (int First, int Second)[] StyleOrdinals { get; }

    /// <summary>Index of the role's column; −1 where the file has none.</summary>
    public int this[BattleRole role] => _ordinals[(int)role];

    /// <summary>Name of the role's column in this file, for messages.</summary>
    public string NameOf(BattleRole role) => _names[_ordinals[(int)role]];

    /// <summary>Names that would carry something had they been among those of <see cref="Find"/>.</summary>
    public HashSet<string> Missed { get; }

    /// <summary>Finds the columns.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="names">Names of all its columns or keys.</param>
    /// <param name="line">The line that names them, where one does.</param>
    /// <exception cref="BadInputException">One that every battles file needs is missing, or a name occurs twice.</exception>
    public static BattleColumns Find(string file, IReadOnlyList<string> names, long? line)
    {
        var ordinals = Known.Select(known => known.Names.Select(Ordinal).FirstOrDefault(ordinal => ordinal >= 0, -1)).ToArray();
        foreach (var (role, accepted) in Known.Take(3))
        {
            if (ordinals[(int)role] < 0)
            {
                var seen = names.Count == 0
                    ? "it has none."
                    : names.Count == 1
                    ? $"its only column is \"{Shorten(names[0])}\"; is it separated by commas, semicolons, tabs or bars?"
                    : $"it has {Shorten(string.Join(", ", names))}.";
                throw new BadInputException(file, $"there is no column {string.Join(" or ", accepted)}; {seen}", line);
            }
        }

        var styles = KnownStyles.Where(style => Ordinal($"{style}_a") >= 0 && Ordinal($"{style}_b") >= 0).ToArray();
        return new BattleColumns(
            [.. names],
            ordinals,
            styles,
            [.. styles.Select(style => (Ordinal($"{style}_a"), Ordinal($"{style}_b")))]);

        int Ordinal(string name)
        {
            var found = -1;
            for (var i = 0; i < names.Count; i++)
            {
                if (string.Equals(names[i].Trim(), name, StringComparison.OrdinalIgnoreCase))
                {
                    found = found < 0 ? i : throw new BadInputException(file, "the column occurs twice; keep one.", line, name);
                }
            }

            return found;
        }
    }

    private static string Shorten(string text) => text.Length <= 120 ? text : string.Concat(text.AsSpan(0, 117), "...");
}
