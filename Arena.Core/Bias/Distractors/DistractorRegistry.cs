using Arena.Core.Formats;
using Arena.Core.World;

namespace Arena.Core.Bias.Distractors;

/// <summary>The distractors that come with the arena.</summary>
public static class DistractorRegistry
{
    /// <summary>Name of the placebo that asks the very same again.</summary>
    public const string SameAgain = "same-again";

    /// <summary>Name of the placebo that changes spacing and nothing else.</summary>
    public const string NeutralEdit = "neutral-edit";

    /// <summary>The placebos.</summary>
    public static IReadOnlyList<ResponseDistractor> Placebos { get; } =
    [
        new(SameAgain, "The very same request, asked again in another batch.", "this project", (_, response, _) => Distraction.Made(response.Turns)),
        new(NeutralEdit, "Spacing between sentences and lines is changed; no word is.", "this project", (_, response, _) => Distraction.Made([.. response.Turns.SkipLast(1), $"{response.Turns[^1]} "])),
    ];

    /// <summary>The distractors.</summary>
    public static IReadOnlyList<Distractor> All { get; } =
    [
        Styled("assertive", Style.Assertive),
        Styled("prolix", Style.Wordy),
        Styled("sycophantic", Style.Flattering),
    ];

    /// <summary>The distractor or placebo of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest.</exception>
    public static Distractor Find(string name) =>
        All.Concat(Placebos).FirstOrDefault(distractor => distractor.Name == name)
        ?? throw new ArgumentException($"there is no distractor {name}{YamlTree.Suggest(name, All.Select(distractor => distractor.Name))}", nameof(name));

    private static ResponseDistractor Styled(string name, Style style) => new(
        name, "…", "arXiv 2504.14716",
        (_, response, seed) => Distraction.Made([.. response.Turns.SkipLast(1), Dressing.Add(response.Turns[^1], style, (ulong)seed)]))
    {
        Placebo = NeutralEdit,
    };
}
