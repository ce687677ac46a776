namespace Arena.Core.Tournaments;

/// <summary>Where <c>arena generate</c> keeps what it has had written.</summary>
public static class GeneratedResponses
{
    /// <summary>The file of a contestant's responses, beside the tournament file.</summary>
    /// <param name="tournament">The tournament file.</param>
    /// <param name="contestant">The contestant's name; what a file's name cannot hold is replaced.</param>
    public static string PathOf(string tournament, string contestant)
    {
        ArgumentNullException.ThrowIfNull(contestant);
        var name = string.Concat(contestant.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_'));

        // Two names must not share a file because of what was replaced.
        var unique = name == contestant ? name : $"{name}-{ContentHash.Of(contestant)[..8]}";
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(tournament))!, "responses", $"{unique}.jsonl");
    }
}
