namespace Arena.Core.Surrogate.Features;

/// <summary>
/// All that features ask of one text, gathered in a single pass over it: words as hashes, sentences, lines, and counts of kinds of characters. Texts
/// that many responses share, such as a prompt, are profiled once. Immutable to its users; n-grams are counted when first asked for.
/// </summary>
/// <remarks>
/// A word is a longest run of letters, digits and combining marks, lower-cased, with apostrophes inside; in scripts that write no spaces (Han, kana,
/// Thai, Lao, Khmer, Burmese) it is one character. Words are told apart by 64-bit FNV-1a hashes, which are the same on every machine.
/// A sentence ends at a run of full stops, question or exclamation marks (of any script) that white space or the end follows, and at the end of a line.
/// </remarks>
public sealed class TextProfile
{
    private readonly WordBag?[] _grams = new WordBag?[Rouge.LongestGram + 1];
    private readonly ulong[] _words;

    /// <summary>Scans a text.</summary>
    /// <param name="text">The text; any characters, also half a surrogate pair.</param>
    public TextProfile(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        var scan = new TextScan(text);
        scan.Run();
        _words = [.. scan.Words];
        SentenceLengths = [.. scan.SentenceLengths];
        Numbers = WordBag.Of([.. scan.Numbers]);
        Names = WordBag.Of([.. scan.Names]);
        Characters = scan.Characters;
        Letters = scan.Letters;
        Uppercase = scan.Uppercase;
        Digits = scan.Digits;
        Punctuation = scan.Punctuation;
        OutsideAscii = scan.OutsideAscii;
        WordLetters = scan.WordLetters;
        LongWords = scan.LongWords;
        Syllables = scan.Syllables;
        Questions = scan.Questions;
        Exclamations = scan.Exclamations;
        Lines = TextLines.Of(text);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The words in order, as hashes.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    /// <summary>Words of every sentence; sentences without a word are none.</summary>
    public IReadOnlyList<int> SentenceLengths { get; }

    /// <summary>The numbers in the text, with thousands separators taken out, so that 1,000 is 1000.</summary>
    public WordBag Numbers { get; }

    /// <summary>Words that begin with a capital inside a sentence: names of people, places and things, as far as spelling tells.</summary>
    public WordBag Names { get; }

    /// <summary>Lines and Markdown blocks.</summary>
    public TextLines Lines { get; }

    /// <summary>Characters (Unicode code points).</summary>
    public int Characters { get; }

    /// <summary>Characters that are letters.</summary>
    public int Letters { get; }

    /// <summary>Letters in upper case.</summary>
    public int Uppercase { get; }

    /// <summary>Characters that are digits.</summary>
    public int Digits { get; }

    /// <summary>Characters that are punctuation or symbols.</summary>
    public int Punctuation { get; }

    /// <summary>Letters and symbols outside ASCII.</summary>
    public int OutsideAscii { get; }

    /// <summary>Characters of all words together.</summary>
    public int WordLetters { get; }

    /// <summary>Words of more than six characters.</summary>
    public int LongWords { get; }

    /// <summary>Syllables, estimated as runs of Latin vowels, at least one a word; a final e is silent.</summary>
    public int Syllables { get; }

    /// <summary>Question marks of any script.</summary>
    public int Questions { get; }

    /// <summary>Exclamation marks of any script.</summary>
    public int Exclamations { get; }

    /// <summary>Whether nothing is in the text but white space.</summary>
    public bool IsEmpty => Letters + Digits + Punctuation == 0;

    /// <summary>The words, or runs of n words, with their counts.</summary>
    /// <param name="n">How many words a run has, from 1 to 4.</param>
    public WordBag Grams(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, Rouge.LongestGram);
        return _grams[n] ??= WordBag.Of(HashGrams(n));
    }

    /// <summary>The hash of a word as texts hold it.</summary>
    /// <param name="word">One word.</param>
    public static ulong HashOf(string word) => new TextProfile(word).Words is [var hash] ? hash : throw new ArgumentException($"'{word}' is not one word");

    private ulong[] HashGrams(int n)
    {
        if (n == 1)
        {
            return _words;
        }

        var grams = new ulong[Math.Max(0, _words.Length - n + 1)];
        for (var i = 0; i < grams.Length; i++)
        {
            var hash = TextScan.HashStart;
            for (var j = i; j < i + n; j++)
            {
                // Multiplied by an odd constant before it is mixed in, so that "a b" and "b a" differ.
                hash = ((hash ^ _words[j]) * 0x9E3779B97F4A7C15) ^ (hash >> 29);
            }

            grams[i] = hash;
        }

        return grams;
    }
}
