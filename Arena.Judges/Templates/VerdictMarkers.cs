namespace Arena.Judges.Templates;

/// <summary>Finds the verdict in what a judge wrote.</summary>
internal static class VerdictMarkers
{
    /// <summary>
    /// The candidate whose marker is the last one in a text; null where there is none. The text is the judge's completion alone: what contestants
    /// wrote is never searched, and what the judge quotes of it comes before its own verdict.
    /// </summary>
    public static int? Last(string text, ReasoningTemplate reasoning, IReadOnlyList<string> candidates)
    {
        var (last, found) = (-1, default(int?));
        for (var i = 0; i < candidates.Count; i++)
        {
            if (text.LastIndexOf(Of(reasoning, candidates[i]), StringComparison.Ordinal) is var at && at > last)
            {
                (last, found) = (at, i);
            }
        }

        return found;
    }

    /// <summary>The marker of a candidate.</summary>
    public static string Of(ReasoningTemplate reasoning, string candidate) =>
        reasoning.Marker.Replace("{candidate}", candidate, StringComparison.Ordinal);
}
