namespace Arena.Core.Surrogate.Features;

/// <summary>Set phrases of a language, found word by word. Immutable.</summary>
public sealed class Lexicon
{
    private readonly Dictionary<ulong, List<(PhraseKind Kind, ulong[] Words)>> _byFirst = [];

    private Lexicon(IEnumerable<(PhraseKind Kind, string[] Phrases)> entries)
    {
        foreach (var (kind, phrases) in entries)
        {
            foreach (var phrase in phrases)
            {
                ulong[] words = [.. new TextProfile(phrase).Words];
                if (!_byFirst.TryGetValue(words[0], out var list))
                {
                    _byFirst.Add(words[0], list = []);
                }

                list.Add((kind, words));
            }
        }
    }

    /// <summary>English phrases.</summary>
    public static Lexicon English { get; } = new(
    [
        (PhraseKind.Refusal,
        [
            "i cannot", "i can't", "i can not", "i'm unable", "i am unable", "i won't", "i will not", "i'm not able", "i am not able", "not appropriate",
            "cannot provide", "can't provide", "unable to provide", "cannot assist", "can't assist", "cannot help", "can't help", "cannot fulfill", "against my",
            "i don't have access", "i do not have access", "i don't have enough", "i do not have enough", "i must decline", "i don't feel comfortable",
            "i do not feel comfortable", "please provide more", "could you please provide", "need more information", "need more context",
        ]),
        (PhraseKind.Hedge,
        [
            "may", "might", "perhaps", "possibly", "probably", "likely", "seems", "appears", "could be", "generally", "typically", "usually", "often",
            "it depends", "depending on", "in some cases", "it is possible", "it's possible", "to some extent", "i think", "i believe", "not sure", "i'm not sure",
            "it's important to note", "it is important to note", "keep in mind", "please note",
        ]),
        (PhraseKind.Machine,
        [
            "as an ai", "as a language model", "as a large language model", "as an assistant", "language model", "my training", "my knowledge cutoff", "i'm an ai",
            "i am an ai", "openai", "anthropic",
        ]),
        (PhraseKind.Apology, ["sorry", "i apologize", "apologies", "unfortunately", "regret"]),
        (PhraseKind.Opening,
        [
            "certainly", "sure", "of course", "absolutely", "great question", "good question", "here is", "here are", "here's", "thank you for", "thanks for", "i'd be happy",
            "happy to help",
        ]),
        (PhraseKind.Offer,
        [
            "let me know", "feel free", "hope this helps", "i hope this", "if you have any", "happy to", "would you like", "don't hesitate", "do not hesitate", "any other questions",
            "further questions", "please let me",
        ]),
        (PhraseKind.Connective,
        [
            "however", "therefore", "for example", "for instance", "in addition", "additionally", "moreover", "furthermore", "because", "although", "while", "in conclusion",
            "finally", "overall", "first", "second", "firstly", "secondly", "such as", "on the other hand", "as a result", "in summary", "thus", "instead", "in contrast",
        ]),
        (PhraseKind.Address, ["you", "your", "you're", "you'll", "you've", "yourself"]),
        (PhraseKind.Self, ["i", "i'm", "i've", "i'd", "i'll", "me", "my", "mine"]),
    ]);

    /// <summary>Counts the phrases in a text.</summary>
    /// <param name="text">The text.</param>
    public PhraseCounts Count(TextProfile text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kinds = Enum.GetValues<PhraseKind>().Length;
        var counts = new int[kinds];
        var first = new int[kinds];
        Array.Fill(first, -1);
        var words = text.Words;
        for (var i = 0; i < words.Length; i++)
        {
            if (!_byFirst.TryGetValue(words[i], out var phrases))
            {
                continue;
            }

            foreach (var (kind, phrase) in phrases)
            {
                if (words[i..].StartsWith(phrase))
                {
                    counts[(int)kind]++;
                    first[(int)kind] = first[(int)kind] < 0 ? i : first[(int)kind];
                }
            }
        }

        return new(counts, first);
    }
}
