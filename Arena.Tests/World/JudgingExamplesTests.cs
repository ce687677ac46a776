using System.Text.Json;
using Arena.Core;
using Arena.Core.World;

namespace Arena.Tests.World;

public sealed class JudgingExamplesTests
{
    private static readonly JudgingExample[] Examples = [.. JudgingExamples.Generate(5, Split.HeldOut, 900, 0.9)];

    [Fact]
    public void Generate_SameArguments_WritesTheSameText()
    {
        static string Write()
        {
            using var writer = new StringWriter();
            JudgingExampleWriter.Write(writer, JudgingExamples.Generate(3, Split.Training, 27));
            return writer.ToString();
        }

        Assert.Equal(Write(), Write());
    }

    [Fact]
    public void Generate_Labels_FollowFromWhichResponsesAreRight() =>
        Assert.All(
            Examples,
            example => Assert.Equal(
                example.Responses.Select(response => response.IsCorrect).ToArray() switch
                {
                    [true] => "7",
                    [false] => "1",
                    [true, false] => "A",
                    [false, true] => "B",
                    _ => "C",
                },
                example.Label));

    [Fact]
    public void Generate_EveryPair_StandsInBothOrders()
    {
        foreach (var pair in Examples.Where(example => example.Protocol == Protocol.Pairwise).GroupBy(example => example.Id))
        {
            var orders = pair.ToArray();
            Assert.Equal(2, orders.Length);
            Assert.Equal(orders[0].Responses, orders[1].Responses.Reverse());
            Assert.NotEqual(orders[0].IsSwapped, orders[1].IsSwapped);
        }
    }

    [Fact]
    public void Generate_Distractors_SitOnRightAndWrongResponsesAlike()
    {
        var distracted = Examples.Where(example => example.Protocol == Protocol.Pointwise && example.Responses[0].Distractor is not null).ToArray();

        foreach (var style in distracted.GroupBy(example => example.Responses[0].Distractor))
        {
            Assert.Equal(style.Count(example => example.Responses[0].IsCorrect), style.Count(example => !example.Responses[0].IsCorrect));
        }
    }

    [Fact]
    public void Generate_RightResponse_HoldsTheAnswerAndWrongOneDoesNot()
    {
        foreach (var example in Examples.Where(example => example is { Protocol: Protocol.Pointwise, HasReference: true }))
        {
            var answer = example.Segments[1].Split("\nReference: ")[1];
            var text = example.Responses[0].Text;
            var padded = $" {text.Replace("*", " ", StringComparison.Ordinal)} ";
            var claims = padded.Split([' ', '\n', '!', ';', ':']).Any(word => word.TrimEnd('.', ',') == answer.Split(' ', ',')[0]);
            if (example.Responses[0].IsCorrect)
            {
                Assert.True(claims, $"{answer} is not in: {text}");
                Assert.Contains(answer, text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Generate_ReferenceShare_DecidesHowManyShowTheAnswer()
    {
        Assert.InRange(Examples.Count(example => example.HasReference) / (double)Examples.Length, 0.87, 0.93);
        Assert.All(Examples, example => Assert.Equal(example.HasReference, example.Segments[1].Contains("\nReference: ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Generate_ShareThatIsNone_Throws(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => JudgingExamples.Generate(1, Split.HeldOut, 1, share).ToArray());

    [Fact]
    public void Write_EveryLine_IsOneJsonObjectWithSegments()
    {
        using var writer = new StringWriter();

        var count = JudgingExampleWriter.Write(writer, Examples.Take(100));

        var lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(count, lines.Length);
        foreach (var (line, example) in lines.Zip(Examples))
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal(example.Segments, json.RootElement.GetProperty("segments").EnumerateArray().Select(segment => segment.GetString()));
            Assert.Equal(example.Label, json.RootElement.GetProperty("label").GetString());
        }
    }
}
