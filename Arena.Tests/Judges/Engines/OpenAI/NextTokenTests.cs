using Arena.Judges.Engines.OpenAI;
using CsCheck;
using OpenAI.Chat;

namespace Arena.Tests.Judges.Engines.OpenAI;

public sealed class NextTokenTests
{
    private static readonly string[] Tokens = ["A", " A", "B", " B", "C", " C", "x", "y"];

    [Fact]
    public void FromProbabilities_AnyDistributionAndLength_BoundsWhatIsNotListed()
    {
        Gen.Select(Gen.Double[1e-6, 1].Array[Tokens.Length], Gen.Int[1, Tokens.Length]).Sample((weights, top) =>
        {
            var probability = Tokens.Zip(weights).ToDictionary(pair => pair.First, pair => pair.Second / weights.Sum());
            var listed = probability.OrderByDescending(pair => pair.Value).Take(top).ToList();

            var result = NextToken.FromProbabilities(Completion(listed), ["A", "B", "C"]);

            Assert.NotNull(result);
            foreach (var (candidate, log) in new[] { "A", "B", "C" }.Zip(result.LogProbabilities))
            {
                var exact = probability[candidate] + probability[" " + candidate];
                if (double.IsNegativeInfinity(log))
                {
                    Assert.InRange(exact, 0, result.UnseenBound + 1e-6);
                }
                else
                {
                    // What is missing is one spelling at most, and less likely than all that was listed.
                    Assert.InRange(exact - Math.Exp(log), -1e-6, listed[^1].Value + 1e-6);
                }
            }

            Assert.Equal(result.LogProbabilities.Any(double.IsNegativeInfinity), result.UnseenBound > 0);
        });
    }

    [Fact]
    public void FromProbabilities_TokenThatOnlyCouldNotBeRuledOut_IsNotListed()
    {
        var result = NextToken.FromProbabilities(Completion([new("A", 1), new("B", 0)]), ["A", "B"]);

        Assert.Equal([0, double.NegativeInfinity], result?.LogProbabilities);
        Assert.Equal(0, result?.UnseenBound);
    }

    private static ChatCompletion Completion(IReadOnlyList<KeyValuePair<string, double>> listed)
    {
        // Where a server has no logarithm, it writes -9999.
        ChatTokenTopLogProbabilityDetails[] top =
        [
            .. listed.Select(pair => OpenAIChatModelFactory.ChatTokenTopLogProbabilityDetails(pair.Key, pair.Value == 0 ? -9999 : (float)Math.Log(pair.Value))),
        ];
#pragma warning disable OPENAI001 // The library's factory for tests is called experimental.
        return OpenAIChatModelFactory.ChatCompletion(
            contentTokenLogProbabilities: [OpenAIChatModelFactory.ChatTokenLogProbabilityDetails(top[0].Token, top[0].LogProbability, topLogProbabilities: top)]);
#pragma warning restore OPENAI001
    }
}
