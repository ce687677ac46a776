using Arena.Core.Formats;

namespace Arena.Core.Bias.Distractors;

/// <summary>The distractors that come with the arena.</summary>
public static class DistractorRegistry
{
    /// <summary>Name of the placebo that asks the very same again.</summary>
    public const string SameAgain = "same-again";

    /// <summary>Name of the placebo that changes spacing and nothing else.</summary>
    public const string NeutralEdit = "neutral-edit";

    /// <summary>What stands for all distractors in a list of names.</summary>
    public const string Everything = "all";

    /// <summary>The placebos.</summary>
    public static IReadOnlyList<ResponseDistractor> Placebos => PlaceboDistractors.All;

    /// <summary>The distractors: those of responses, of the prompt, and of the judge.</summary>
    public static IReadOnlyList<Distractor> All { get; } =
    [
        .. StyleDistractors.All, .. ClaimDistractors.All, .. InjectionDistractors.All, .. SpoilingDistractors.All, .. PromptDistractors.All, .. JudgeDistractors.All,
    ];

    /// <summary>The distractor or placebo of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest.</exception>
    public static Distractor Find(string name) => Find(name, All.Concat(Placebos));

    /// <summary>The distractors that a list names.</summary>
    /// <param name="list"><c>all</c>, or names with commas between them; one that comes again is ignored.</param>
    /// <param name="further">Distractors beside those of the arena, such as rewrites from a file; <c>all</c> means them too.</param>
    /// <returns>One distractor or more, in the order of the list.</returns>
    /// <exception cref="ArgumentException">A name is unknown or a placebo's, or there is no name; the message says it in a sentence.</exception>
    public static IReadOnlyList<Distractor> Parse(string list, params IReadOnlyList<Distractor> further)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(further);
        Distractor[] known = [.. All, .. further];
        var names = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0)
        {
            throw new ArgumentException($"no distractor is named; write {Everything}, or names such as {All[0].Name},{All[1].Name}");
        }

        return [.. names.SelectMany(name => name == Everything ? known : [Named(name)]).Distinct()];

        Distractor Named(string name) => Find(name, known.Concat(Placebos)) is { IsPlacebo: false } distractor
            ? distractor
            : throw new ArgumentException($"{name} is a placebo, and placebos are always asked; leave it out of the list");
    }

    private static Distractor Find(string name, IEnumerable<Distractor> known) =>
        known.FirstOrDefault(distractor => distractor.Name == name)
        ?? throw new ArgumentException($"there is no distractor {name}{YamlTree.Suggest(name, known.Select(distractor => distractor.Name))}");
}
