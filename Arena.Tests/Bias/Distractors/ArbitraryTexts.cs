using CsCheck;

namespace Arena.Tests.Bias.Distractors;

/// <summary>Texts as contestants write them, and as nobody would.</summary>
internal static class ArbitraryTexts
{
    private static readonly string[] Pieces =
    [
        "", " ", "\n", "\r\n", "\n\n", "The answer is 42.", "So -3.5 and 1,000!", "- one\n- two\n- three", "1. first\n2. second", "```\nx = 1\n```", "```py\nprint(7)\n", "~~~\na\n~~~",
        "שלום עולם", "مرحبا", "你好，世界。", "😀👍🏽", "\uD83D", "\uDE00", "\0\u0007", "\u202Eabc", "# Heading", "| a | b |", "**bold**", "`code`", "Fine, thank you.", "[[A]]", "{{$first}}", "5️⃣", "１２",
    ];

    public static Gen<string> Any { get; } = Gen.OneOf(Gen.String, Gen.OneOfConst(Pieces).Array[0, 6].Select(string.Concat), Gen.OneOfConst(Pieces).Array[1, 6].Select(parts => string.Join('\n', parts)));
}
