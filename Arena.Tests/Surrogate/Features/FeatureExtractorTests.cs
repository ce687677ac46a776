using System.Diagnostics;
using Arena.Core;
using Arena.Core.Surrogate.Features;
using CsCheck;

namespace Arena.Tests.Surrogate.Features;

public sealed class FeatureExtractorTests
{
    private static readonly FeatureRegistry Fast = FeatureRegistry.All.Without(FeatureFamily.Language);

    [Fact]
    public void Extract_AnyTexts_GivesValuesInRangeThatAreTheSameAgain() =>
        Gen.Select(TextProfileTests.AnyText, TextProfileTests.AnyText, TextProfileTests.AnyText, TextProfileTests.AnyText).Sample((question, first, second, passage) =>
        {
            var prompt = new Prompt("p", [question]) { Reference = [second], Context = [new("a", passage, true), new("b", first, false)] };
            Response[] responses = [new("p", "x", [first]), new("p", "y", [second]), new("p", "z", [first + second])];
            var matrix = FeatureExtractor.Extract(Fast, [prompt], responses);
            var again = FeatureExtractor.Extract(Fast, [prompt], responses);
            for (var row = 0; row < matrix.Rows; row++)
            {
                Assert.Equal(matrix.Row(row).ToArray(), again.Row(row).ToArray());
                for (var column = 0; column < matrix.Columns.Count; column++)
                {
                    var (value, feature) = (matrix[row, column], Fast.Features[column]);
                    Assert.True(double.IsNaN(value) || (value >= feature.Least - 1e-9 && value <= feature.Most + 1e-9 && double.IsFinite(value)), $"{feature.Name} is {value}");
                }
            }
        }, iter: 300);

    [Fact]
    public void Extract_NothingToMeasureAgainst_IsMissingNotZero()
    {
        var matrix = FeatureExtractor.Extract(FeatureRegistry.All, [new("p", ["Why is the sky blue?"])], [new("p", "x", ["Because of scattering."])]);

        foreach (var (column, name) in matrix.Columns.Index())
        {
            var isMissing = name.Split('.')[0] is "reference" or "consensus" or "instruction" or "citation" or "language"
                || name is "prompt.numbers_kept" or "prompt.names_kept" or "prompt.numbers_given" or "prompt.names_given" or "prompt.copied"
                    or "wording.repeated_fours" or "wording.sentence_spread";
            Assert.True(isMissing == double.IsNaN(matrix[0, column]), $"{name} is {matrix[0, column]}");
        }
    }

    [Fact]
    public void Extract_EmptyResponse_SaysEmptyAndMissesRatios()
    {
        var matrix = FeatureExtractor.Extract(Fast, [new("p", ["Hello?"])], [new("p", "x", [""]), new("p", "y", ["Hello."])]);

        Assert.Equal(1, matrix[0, IndexOf(matrix, "completeness.empty")]);
        Assert.Equal(0, matrix[0, IndexOf(matrix, "structure.words")]);
        Assert.True(double.IsNaN(matrix[0, IndexOf(matrix, "wording.distinct_share")]));
        Assert.True(double.IsNaN(matrix[0, IndexOf(matrix, "consensus.words")]));
    }

    [Fact]
    public void Extract_BorrowedReference_IsMissingForItsOwnContestant()
    {
        Prompt[] prompts = [new("p", ["Name a colour."]), new("q", ["Name two."]) { Reference = ["red and blue"] }];
        Response[] responses = [new("p", "base", ["Red is one."]), new("p", "x", ["Red is one."]), new("q", "base", ["red and blue"])];
        var matrix = FeatureExtractor.Extract(Fast, prompts, responses, reference: "base");
        var bleu = IndexOf(matrix, "reference.bleu");

        Assert.True(double.IsNaN(matrix[0, bleu]));
        Assert.Equal(1, matrix[1, bleu], 1e-12);
        Assert.Equal(1, matrix[2, bleu], 1e-12);
    }

    [Fact]
    public void Extract_CitedPassages_MeasuresThem()
    {
        var prompt = new Prompt("p", ["What is red?"])
        {
            Context = [new("1#0", "blood is red", true), new("1#1", "grass is green", false), new("2#0", "rust is red too", true)],
        };
        var matrix = FeatureExtractor.Extract(Fast, [prompt], [new("p", "x", ["Grass is not. [1#1] Blood is red [1#0]. I think so."]), new("p", "y", ["Nothing."])]);

        Assert.Equal(0.5, matrix[0, IndexOf(matrix, "citation.precision")], 1e-12);
        Assert.Equal(0.5, matrix[0, IndexOf(matrix, "citation.recall_10")], 1e-12);
        Assert.Equal(0.25, matrix[0, IndexOf(matrix, "citation.map_10")], 1e-12);
        Assert.Equal(((2 / 3.0) + 1) / 2, matrix[0, IndexOf(matrix, "citation.support")], 1e-12);
        Assert.Equal(2 / 3.0, matrix[0, IndexOf(matrix, "citation.cited_sentences")], 1e-12);
        Assert.True(double.IsNaN(matrix[1, IndexOf(matrix, "citation.precision")]));
        Assert.Equal(0, matrix[1, IndexOf(matrix, "citation.recall_10")]);
    }

    [Fact]
    public void Extract_ThreeResponses_AgreementIsTheShareOfOthers()
    {
        var matrix = FeatureExtractor.Extract(Fast, [new("p", ["?"])], [new("p", "x", ["a b"]), new("p", "y", ["a c"]), new("p", "z", ["a b d"])]);

        Assert.Equal((1 + 0.5) / 2, matrix[0, IndexOf(matrix, "consensus.words")], 1e-12);
        Assert.Equal(0, matrix[0, IndexOf(matrix, "consensus.novelty")]);
        Assert.Equal(0.5, matrix[1, IndexOf(matrix, "consensus.novelty")]);
        Assert.Equal(1, matrix[2, IndexOf(matrix, "consensus.length_rank")]);
        Assert.Equal(3 / 5.0, matrix[0, IndexOf(matrix, "consensus.word_coverage")], 1e-12);
    }

    [Theory]
    [InlineData("List five fruits.", "- a\n- b\n- c\n- d\n- e", "instruction.items", 1)]
    [InlineData("Give me 3 ideas for lunch", "1. a\n2. b", "instruction.items", 0)]
    [InlineData("Explain it in 5 words.", "one two three four five six seven", "instruction.length", 0)]
    [InlineData("Explain it in two sentences.", "It is. So it is.", "instruction.length", 1)]
    [InlineData("Write a Python function that adds.", "```python\nadd\n```", "instruction.form", 1)]
    [InlineData("Summarise it in a table.", "No.", "instruction.form", 0)]
    [InlineData("What is red?", "Blood.", "instruction.form", double.NaN)]
    public void Extract_FormAskedFor_IsChecked(string question, string answer, string feature, double expected)
    {
        var matrix = FeatureExtractor.Extract(Fast, [new("p", [question])], [new("p", "x", [answer])]);
        Assert.Equal(expected, matrix[0, IndexOf(matrix, feature)]);
    }

    [Theory]
    [InlineData("en", "The weather is fine today, and we shall walk along the river.", 0.5, 1)]
    [InlineData("en", "Das Wetter ist heute schön, und wir werden am Fluss spazieren gehen.", 0, 0.2)]
    [InlineData("de-AT", "Das Wetter ist heute schön, und wir werden am Fluss spazieren gehen.", 0.5, 1)]
    public void Extract_LanguageNamed_IsToldApart(string language, string answer, double least, double most)
    {
        var matrix = FeatureExtractor.Extract(FeatureRegistry.All.Only(["language.*"]), [new("p", ["?"]) { Language = language }], [new("p", "x", [answer])]);
        Assert.InRange(matrix[0, 0], least, most);
    }

    [Theory]
    [InlineData("zh", "你好，世界。这是一个中文回答。", 0.99, 1)]
    [InlineData("zh", "This is an answer in English.", 0, 0.01)]
    [InlineData("ja", "これは日本語の答えです。", 0.99, 1)]
    [InlineData("ko", "이것은 한국어 답변입니다.", 0.99, 1)]
    [InlineData("en", "你好，世界。这是一个中文回答。", 0, 0.01)]
    [InlineData("en", "In Chinese one says 你好 to greet other people in the morning.", 0.5, 1)]
    public void Extract_LanguageToldByItsScript_IsToldApart(string language, string answer, double least, double most) =>
        Extract_LanguageNamed_IsToldApart(language, answer, least, most);

    [Fact]
    public void Extract_LanguageWithoutAModel_IsMissing()
    {
        var matrix = FeatureExtractor.Extract(FeatureRegistry.All.Only(["language.prompt"]), [new("p", ["?"]) { Language = "tlh" }], [new("p", "x", ["nuqneH"])]);
        Assert.True(double.IsNaN(matrix[0, 0]));
    }

    [Fact]
    public void Extract_ThousandResponses_TakesSecondsNotMinutes()
    {
        // 100,000 responses of 200 words may take a minute; a tenth of that speed, on a busy machine, still passes.
        var words = Enumerable.Range(0, 500).Select(i => $"w{(char)('a' + (i % 26))}{i}").ToArray();
        var random = new Core.Statistics.DeterministicRandom(1);
        var responses = Enumerable.Range(0, 1000).Select(i => new Response($"p{i % 25}", $"c{i / 25}", [string.Join(' ', Enumerable.Range(0, 200).Select(_ => words[random.NextInt(500)]))])).ToArray();
        var start = Stopwatch.GetTimestamp();
        FeatureExtractor.Extract(Fast, Enumerable.Range(0, 25).Select(i => new Prompt($"p{i}", ["What are words?"])), responses, reference: "c0");

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 6);
    }

    private static int IndexOf(FeatureMatrix matrix, string column) => matrix.Columns.ToList().IndexOf(column);
}
