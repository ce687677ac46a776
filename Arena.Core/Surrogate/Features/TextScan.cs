using System.Globalization;
using System.Text;

namespace Arena.Core.Surrogate.Features;

/// <summary>The state of the pass; a text is read from left to right and a word, a number and a sentence may be open.</summary>
internal sealed class TextScan(string text)
{
    /// <summary>The offset basis of 64-bit FNV-1a.</summary>
    public const ulong HashStart = 14695981039346656037;

    private const ulong HashPrime = 1099511628211;

    private ulong _hash;
    private int _length;
    private int _syllables;
    private bool _inVowels;
    private bool _lastIsE;
    private bool _isCapital;
    private bool _isNumber;
    private int _sentence;

    public List<ulong> Words { get; } = new(text.Length / 5);

    public List<int> SentenceLengths { get; } = [];

    public List<ulong> Numbers { get; } = [];

    public List<ulong> Names { get; } = [];

    public int Characters { get; private set; }

    public int Letters { get; private set; }

    public int Uppercase { get; private set; }

    public int Digits { get; private set; }

    public int Punctuation { get; private set; }

    public int OutsideAscii { get; private set; }

    public int WordLetters { get; private set; }

    public int LongWords { get; private set; }

    public int Syllables { get; private set; }

    public int Questions { get; private set; }

    public int Exclamations { get; private set; }

    public void Run()
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            Characters++;
            if (char.IsAsciiLetter(c))
            {
                Letters++;
                if (c <= 'Z')
                {
                    Uppercase++;
                }

                Extend(c);
            }
            else if (c == ' ')
            {
                EndWord();
            }
            else if (char.IsAscii(c))
            {
                Ascii(i, c);
            }
            else if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                i += rune.Utf16SequenceLength - 1;
                Other(i, rune);
            }
            else
            {
                EndWord();
            }
        }

        EndSentence();
    }

    private void Ascii(int i, char c)
    {
        if (char.IsAsciiDigit(c))
        {
            Digits++;
            if (_length == 0)
            {
                _isNumber = true;
            }

            Extend(c);
            return;
        }

        if (c == '\'' && IsInWord(i))
        {
            Punctuation++;
            Extend('\'');
            return;
        }

        // 1,000 and 3.14 are one number.
        if (c is ',' or '.' && _isNumber && _length > 0 && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
        {
            Punctuation++;
            if (c == '.')
            {
                Extend(c);
            }

            return;
        }

        EndWord();
        Punctuation += char.IsPunctuation(c) || char.IsSymbol(c) ? 1 : 0;
        Mark(i, c);
    }

    private void Other(int i, Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        if (rune.Value == '’' && IsInWord(i))
        {
            Punctuation++;
            Extend('\'');
            return;
        }

        switch (category)
        {
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter:
                Letters++;
                Uppercase += category is UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter ? 1 : 0;
                OutsideAscii++;
                var isAlone = IsWrittenWithoutSpaces(rune.Value);
                if (isAlone)
                {
                    EndWord();
                }

                Extend(rune);
                if (isAlone)
                {
                    EndWord();
                }

                break;
            case UnicodeCategory.DecimalDigitNumber:
                Digits++;
                if (_length == 0)
                {
                    _isNumber = true;
                }

                Extend(rune);
                break;
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark when _length > 0:
                Extend(rune);
                break;
            default:
                EndWord();
                if (Rune.IsPunctuation(rune) || Rune.IsSymbol(rune))
                {
                    Punctuation++;
                    OutsideAscii += Rune.IsSymbol(rune) ? 1 : 0;
                    Mark(i, (char)Math.Min(rune.Value, char.MaxValue));
                }

                break;
        }
    }

    /// <summary>What may end a sentence.</summary>
    private void Mark(int i, char c)
    {
        switch (c)
        {
            case '\n':
                EndSentence();
                return;
            case '?' or '？' or '؟' or '՞':
                Questions++;
                break;
            case '!' or '！':
                Exclamations++;
                break;
            case '.' or '…':
                break;
            case '。' or '।' or '။' or '։' or '።' or '｡':
                EndSentence();
                return;
            default:
                return;
        }

        var next = i + 1;
        while (next < text.Length && text[next] is '"' or '\'' or ')' or ']' or '”' or '’' or '*' or '_')
        {
            next++;
        }

        // A list's "1." ends nothing.
        if ((next >= text.Length || char.IsWhiteSpace(text[next]) || c > 127) && !(c == '.' && _sentence == 1 && text[Math.Max(0, i - 1)] is >= '0' and <= '9'))
        {
            EndSentence();
        }
    }

    private bool IsInWord(int i) => _length > 0 && !_isNumber && i + 1 < text.Length && char.IsLetter(text[i + 1]);

    private void Extend(char c) => Extend(c, c is >= 'A' and <= 'Z', c is >= 'A' and <= 'Z' ? (char)(c | 32) : c);

    private void Extend(Rune rune)
    {
        var lower = Rune.ToLowerInvariant(rune);
        Extend(rune.Value, lower != rune, lower.Value);
    }

    private void Extend(int original, bool isCapital, int lower)
    {
        if (_length == 0)
        {
            _hash = HashStart;
            _isCapital = isCapital;
        }
        else if (_isNumber && original != '.' && !(original is >= '0' and <= '9') && original < 128)
        {
            // "3rd" and "5km" are words.
            _isNumber = false;
        }

        _hash = (_hash ^ (uint)lower) * HashPrime;
        _length++;
        var isVowel = lower is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
        if (isVowel && !_inVowels)
        {
            _syllables++;
        }

        _lastIsE = lower == 'e' && !_inVowels;
        _inVowels = isVowel;
    }

    private void EndWord()
    {
        if (_length == 0)
        {
            return;
        }

        Words.Add(_hash);
        WordLetters += _length;
        LongWords += _length > 6 ? 1 : 0;
        Syllables += Math.Max(1, _syllables - (_lastIsE ? 1 : 0));
        if (_isNumber)
        {
            Numbers.Add(_hash);
        }
        else if (_isCapital && _sentence > 0 && _length > 1)
        {
            Names.Add(_hash);
        }

        _sentence++;
        (_length, _syllables, _inVowels, _lastIsE, _isNumber) = (0, 0, false, false, false);
    }

    private void EndSentence()
    {
        EndWord();
        if (_sentence > 0)
        {
            SentenceLengths.Add(_sentence);
            _sentence = 0;
        }
    }

    private static bool IsWrittenWithoutSpaces(int rune) =>
        rune is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
            or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
