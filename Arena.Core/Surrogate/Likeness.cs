using Arena.Core.Surrogate.Features;

namespace Arena.Core.Surrogate;

/// <summary>
/// How alike every two responses to a prompt are, a baseline's included as the last. It knows texts alone, no outcome, so that it is computed once for
/// all splits. The weight of a word is log((n + 1) / responses that have it) for n responses (Spärck Jones 1972). Immutable.
/// </summary>
public sealed class Likeness
{
    private readonly float[][][] _values;

    private Likeness(float[][][] values, int size)
    {
        _values = values;
        Size = size;
    }

    /// <summary>The kinds.</summary>
    public static IReadOnlyList<LikenessKind> Kinds { get; } = Enum.GetValues<LikenessKind>();

    /// <summary>Contestants, the baseline included.</summary>
    public int Size { get; }

    /// <summary>How alike two responses are: a cosine in [0, 1], or of <see cref="LikenessKind.Length"/> a number of at most 0.</summary>
    /// <param name="kind">In what.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="first">A contestant.</param>
    /// <param name="second">Another.</param>
    /// <returns>NaN where one of them has no response to the prompt.</returns>
    public double this[LikenessKind kind, int prompt, int first, int second] => _values[(int)kind][prompt][(first * Size) + second];

    /// <summary>Compares texts.</summary>
    /// <param name="texts">By contestant, the baseline last, and prompt; null where there is none.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static Likeness Of(string?[,] texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var (size, prompts) = (texts.GetLength(0), texts.GetLength(1));
        var values = Kinds.Select(_ => new float[prompts][]).ToArray();
        Parallel.For(0, prompts, new ParallelOptions { CancellationToken = cancellationToken }, prompt =>
        {
            var profiles = new TextProfile?[size];
            for (var i = 0; i < size; i++)
            {
                profiles[i] = texts[i, prompt] is { } text ? new TextProfile(text) : null;
            }

            values[(int)LikenessKind.Words][prompt] = Cosines(profiles, text => text.Grams(1), counts: true);
            values[(int)LikenessKind.Pairs][prompt] = Cosines(profiles, text => text.Grams(2), counts: false);
            values[(int)LikenessKind.Facts][prompt] = Cosines(profiles, text => WordBag.Of([.. text.Names.Keys, .. text.Numbers.Keys]), counts: false);
            values[(int)LikenessKind.Length][prompt] = Every(profiles, (a, b) => -Math.Abs(Math.Log((1.0 + a.Words.Length) / (1 + b.Words.Length))));
        });
        return new(values, size);
    }

    private static float[] Cosines(TextProfile?[] texts, Func<TextProfile, WordBag> bagOf, bool counts)
    {
        var bags = Array.ConvertAll(texts, text => text is null ? null : bagOf(text));
        var textsWith = new Dictionary<ulong, int>();
        foreach (var bag in bags)
        {
            foreach (var key in bag is null ? [] : bag.Keys)
            {
                textsWith[key] = textsWith.GetValueOrDefault(key) + 1;
            }
        }

        var scale = bags.Count(bag => bag is not null) + 1.0;
        var vectors = Array.ConvertAll(bags, bag => bag is null ? null : Unit(bag, textsWith, scale, counts));
        var result = new float[texts.Length * texts.Length];
        for (var a = 0; a < texts.Length; a++)
        {
            for (var b = a; b < texts.Length; b++)
            {
                var value = bags[a] is { } first && bags[b] is { } second ? Dot(first.Keys, vectors[a], second.Keys, vectors[b]) : double.NaN;
                result[(a * texts.Length) + b] = result[(b * texts.Length) + a] = (float)Math.Min(1, value);
            }
        }

        return result;
    }

    private static double[] Unit(WordBag bag, Dictionary<ulong, int> textsWith, double scale, bool counts)
    {
        var vector = new double[bag.Distinct];
        var squares = 0.0;
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = (counts ? 1 + Math.Log(bag.Counts[i]) : 1) * Math.Log(scale / textsWith[bag.Keys[i]]);
            squares += vector[i] * vector[i];
        }

        var norm = Math.Sqrt(squares);
        for (var i = 0; i < vector.Length && norm > 0; i++)
        {
            vector[i] /= norm;
        }

        return vector;
    }

    private static double Dot(ReadOnlySpan<ulong> keys, double[]? values, ReadOnlySpan<ulong> otherKeys, double[]? otherValues)
    {
        var sum = 0.0;
        for (int i = 0, j = 0; i < keys.Length && j < otherKeys.Length;)
        {
            var (a, b) = (keys[i], otherKeys[j]);
            if (a == b)
            {
                sum += values![i] * otherValues![j];
            }

            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }

        return sum;
    }

    private static float[] Every(TextProfile?[] texts, Func<TextProfile, TextProfile, double> value)
    {
        var result = new float[texts.Length * texts.Length];
        for (var a = 0; a < texts.Length; a++)
        {
            for (var b = 0; b < texts.Length; b++)
            {
                result[(a * texts.Length) + b] = texts[a] is { } first && texts[b] is { } second ? (float)value(first, second) : float.NaN;
            }
        }

        return result;
    }
}
