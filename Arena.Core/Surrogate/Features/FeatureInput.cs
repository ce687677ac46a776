using Arena.Core.Ratings;

namespace Arena.Core.Surrogate.Features;

/// <summary>A response as its features see it. Not safe for use from several threads at once.</summary>
/// <param name="Text">The response's text; turns are joined by an empty line.</param>
/// <param name="Style">Its Markdown, counted as style control does.</param>
/// <param name="Prompt">What it answers, and all that its features are measured against.</param>
/// <param name="IsReference">Whether its contestant wrote the reference: then it has none to be measured against.</param>
/// <param name="Languages">The model of languages; null where no feature asks for it.</param>
public sealed record FeatureInput(TextProfile Text, ResponseStyle Style, PromptView Prompt, bool IsReference, LanguageModel? Languages)
{
    private PhraseCounts? _phrases;
    private Citations? _citations;
    private (double Asked, double English)? _language;

    /// <summary>The reference answer; null where there is none or the contestant wrote it.</summary>
    public TextProfile? Reference => IsReference ? null : Prompt.Reference;

    /// <summary>Probabilities of the prompt's language and of English; NaN where the prompt names none.</summary>
    public (double Asked, double English) Language =>
        _language ??= Languages is not null && Prompt.Prompt.Language is { } language ? Languages.Probabilities(Text, language) : (double.NaN, double.NaN);

    /// <summary>Set phrases in the text.</summary>
    public PhraseCounts Phrases => _phrases ??= Lexicon.English.Count(Text);

    /// <summary>Which passages the text cites, and where; null where the prompt has no passages.</summary>
    public Citations? Citations => Prompt.Passages.Count == 0 ? null : _citations ??= Citations.Of(Text.Text, Prompt);
}
