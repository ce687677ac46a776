namespace Arena.Core.Surrogate;

/// <summary>In what two responses to a prompt can be alike.</summary>
public enum LikenessKind
{
    /// <summary>Cosine of their words, each weighted by 1 + log of its count and by how few responses have it.</summary>
    Words = 0,

    /// <summary>Cosine of their different pairs of neighbouring words, weighted by how few responses have each.</summary>
    Pairs = 1,

    /// <summary>Cosine of the different names and numbers in them, weighted likewise.</summary>
    Facts = 2,

    /// <summary>Minus the absolute difference of log(1 + words): 0 where they are as long.</summary>
    Length = 3,
}
