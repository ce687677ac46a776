namespace Arena.Core.World;

/// <summary>What a problem asks for. Every answer can be checked by a program.</summary>
public enum Skill
{
    /// <summary>Sums, differences and small products.</summary>
    Arithmetic = 0,

    /// <summary>The largest or smallest of two or three numbers.</summary>
    Comparing = 1,

    /// <summary>The digits of a number put in order.</summary>
    Sorting = 2,

    /// <summary>How often a letter is in a word.</summary>
    Counting = 3,

    /// <summary>A number written backwards.</summary>
    Reversing = 4,

    /// <summary>A quantity in another unit.</summary>
    Units = 5,

    /// <summary>The day or month some steps away.</summary>
    Calendar = 6,

    /// <summary>The next number of a sequence.</summary>
    Sequences = 7,

    /// <summary>An entry of a small table.</summary>
    Lookup = 8,
}
