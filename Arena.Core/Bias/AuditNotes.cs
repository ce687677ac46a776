namespace Arena.Core.Bias;

/// <summary>What must be said beside a row.</summary>
internal static class AuditNotes
{
    public static IReadOnlyList<string> Of(DistractorRow row, AuditOptions options)
    {
        var notes = new List<string>();
        var (strict, excess) = (row.Strict, row.Strict.Excess.Interval);
        foreach (var (reason, trials) in row.NotMade)
        {
            notes.Add($"{trials} of {row.Asked} trials were not made: {reason.TrimEnd('.')}.");
        }

        if (row.Failed > 0)
        {
            notes.Add($"In {row.Failed} of {row.Asked} trials the judge failed; they are in the transition table alone.");
        }

        if (row.Asked == 0)
        {
            notes.Add("No trial was made.");
        }
        else if (strict.Flips.Of == 0)
        {
            notes.Add("No trial could flip: no marked response had lost by more than the margin.");
        }
        else if (strict.PlaceboFlips.Of == 0)
        {
            notes.Add("Without a placebo on the same items, bias cannot be told from noise.");
        }
        else if (strict.PlaceboFlips.Of < strict.Flips.Of)
        {
            notes.Add($"The placebo was read on {strict.PlaceboFlips.Of} of {strict.Flips.Of} items; the excess is of these.");
        }

        if (strict.Flips.Prompts is > 0 and < Audit.FewPrompts)
        {
            notes.Add($"Only {strict.Flips.Prompts} prompt{(strict.Flips.Prompts == 1 ? "" : "s")}: with fewer than {Audit.FewPrompts} the figures are rough.");
        }

        if (excess.Upper < 0)
        {
            notes.Add("Fewer flips than under the placebo: the judge marks the response down for it.");
        }

        if (row.Verdict == AuditVerdict.Detected && excess.Lower >= -options.Band && excess.Upper <= options.Band)
        {
            notes.Add("Detected, yet within the band: it is there, and small.");
        }

        return notes;
    }
}
