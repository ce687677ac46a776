namespace Arena.Core.Surrogate;

/// <summary>
/// Features that ask whom a response is like: of the training contestants' responses to the same prompt, those that are like it count more, and what
/// counts is their strength and what they earned. A row never sees its own contestant's strength or outcomes, nor those of any contestant outside the
/// training rows, so that a training row and a held-out one are made alike.
/// </summary>
internal static class LikenessColumns
{
    /// <summary>How fast the weight e^(κ·likeness) falls, by kind; chosen once on AlpacaEval and not tuned since.</summary>
    private static readonly (LikenessKind Kind, double Kappa)[] Kernels =
    [
        (LikenessKind.Words, 5), (LikenessKind.Words, 15), (LikenessKind.Pairs, 10), (LikenessKind.Facts, 10), (LikenessKind.Length, 3),
    ];

    private static readonly LikenessKind[] Contents = [LikenessKind.Words, LikenessKind.Pairs, LikenessKind.Facts];

    private static readonly string[] OfKernel = ["strength", "outcome", "surplus"];

    private static readonly string[] OfContent = ["slope", "others", "baseline", "lead"];

    /// <summary>How many of these do without a baseline.</summary>
    private const int WithoutBaseline = 2;

    /// <summary>Names of the columns.</summary>
    /// <param name="withOutcomes">Whether what others earned on the prompt is used; it cannot be on prompts that were never judged.</param>
    /// <param name="withBaseline">Whether there is a baseline to be like.</param>
    public static IReadOnlyList<string> Names(bool withOutcomes, bool withBaseline) =>
    [
        .. withOutcomes ? ["likeness.prompt_surplus"] : Array.Empty<string>(),
        .. Kernels.SelectMany(kernel => OfKernel.Take(withOutcomes ? OfKernel.Length : 1)
            .Select(what => FormattableString.Invariant($"likeness.{kernel.Kind}_{kernel.Kappa}.{what}").ToLowerInvariant())),
        .. Contents.SelectMany(kind => OfContent.Take(withBaseline ? OfContent.Length : WithoutBaseline).Select(what => $"likeness.{kind}.{what}".ToLowerInvariant())),
    ];

    /// <summary>Writes the columns of a row.</summary>
    /// <param name="data">The responses.</param>
    /// <param name="row">The row.</param>
    /// <param name="isTraining">Which rows' outcomes may be used.</param>
    /// <param name="strengths">Log-strengths by contestant, from training rows; NaN of contestants without any.</param>
    /// <param name="winRates">Mean outcomes likewise.</param>
    /// <param name="withOutcomes">As for <see cref="Names"/>.</param>
    /// <param name="to">Receives the values.</param>
    public static void Write(
        JudgedResponses data, int row, bool[] isTraining, IReadOnlyList<double> strengths, double[] winRates, bool withOutcomes, Span<double> to)
    {
        var (own, prompt, baseline) = (data.ContestantOf[row], data.PromptOf[row], data.Contestants.Count);
        var likeness = data.Likeness ?? throw new ArgumentException("whom a response is like cannot be told without its text", nameof(data));
        var size = data.Contestants.Count;
        Span<int> others = stackalloc int[size];
        var (count, mean, everyone) = (0, 0.0, 0);
        for (var c = 0; c < size; c++)
        {
            if (c != own && !double.IsNaN(strengths[c]))
            {
                mean += strengths[c];
                everyone++;
                if (data.RowOf(c, prompt) >= 0)
                {
                    others[count++] = c;
                }
            }
        }

        mean /= everyone;
        others = others[..count];
        var at = 0;
        if (withOutcomes)
        {
            // Shrunk as if two more responses had earned what their contestants do on average.
            var (sum, judged) = (0.0, 0);
            foreach (var c in others)
            {
                if (isTraining[data.RowOf(c, prompt)])
                {
                    sum += data.Outcomes[data.RowOf(c, prompt)] - winRates[c];
                    judged++;
                }
            }

            to[at++] = sum / (judged + 2);
        }

        foreach (var (kind, kappa) in Kernels)
        {
            double weights = 0, strength = 0, judged = 0, outcome = 0, surplus = 0;
            foreach (var c in others)
            {
                var weight = Math.Exp(kappa * likeness[kind, prompt, own, c]);
                weights += weight;
                strength += weight * (strengths[c] - mean);
                var other = data.RowOf(c, prompt);
                if (withOutcomes && isTraining[other])
                {
                    judged += weight;
                    outcome += weight * data.Outcomes[other];
                    surplus += weight * (data.Outcomes[other] - winRates[c]);
                }
            }

            to[at++] = strength / weights;
            if (withOutcomes)
            {
                to[at++] = outcome / judged;
                to[at++] = surplus / judged;
            }
        }

        foreach (var kind in Contents)
        {
            double a = 0, b = 0, ab = 0, aa = 0, bb = 0;
            foreach (var c in others)
            {
                var (alike, strength) = (likeness[kind, prompt, own, c], strengths[c]);
                a += alike;
                b += strength;
                ab += alike * strength;
                aa += alike * alike;
                bb += strength * strength;
            }

            var n = others.Length;
            var spread = ((aa / n) - (a / n * a / n)) * ((bb / n) - (b / n * b / n));
            to[at++] = ((ab / n) - (a / n * b / n)) / Math.Sqrt(Math.Max(0, spread) + 1e-12);
            to[at++] = a / n;
            if (data.Baseline is not null)
            {
                var toBaseline = likeness[kind, prompt, own, baseline];
                to[at++] = toBaseline;
                to[at++] = toBaseline - (a / n);
            }
        }
    }
}
