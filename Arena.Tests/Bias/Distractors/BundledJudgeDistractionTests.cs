using Arena.Core;
using Arena.Core.Bias.Distractors;
using Arena.Core.World;
using Arena.Judges;
using Arena.Tests.Judges;

namespace Arena.Tests.Bias.Distractors;

public sealed class BundledJudgeDistractionTests
{
    [Fact]
    public async Task Apply_Prolix_MovesTheBiasedJudgeAndNotTheFairOne()
    {
        var fair = await MarkedWinsAsync("tiny-fair");
        var biased = await MarkedWinsAsync("tiny-biased");

        Assert.InRange(fair, 0, 0.1);
        Assert.True(biased > fair + 0.2, $"wrong prolix responses win {biased:F2} before tiny-biased and {fair:F2} before tiny-fair");
    }

    /// <summary>How often a wrong response under the distractor wins against a right one without it, both orders, soft.</summary>
    private static async Task<double> MarkedWinsAsync(string name)
    {
        var prolix = (ResponseDistractor)DistractorRegistry.Find("prolix");
        var world = CheckableWorld.Create(5, 45, SimulatedContestant.Field(5, 3));
        var correct = world.Responses.Where((_, i) => world.IsCorrect[i]).ToLookup(response => response.PromptId);
        var wrong = world.Responses.Where((_, i) => !world.IsCorrect[i]).ToLookup(response => response.PromptId);
        var model = LocalModel.Find(BundledJudge.FolderOf(name));
        await using var engine = await model.OpenAsync();
        var judge = new LlmJudge(name, engine, model.ReadTemplate(Protocol.Pairwise));
        var wins = new List<double>();
        foreach (var prompt in world.Prompts.Where(prompt => correct.Contains(prompt.Id) && wrong.Contains(prompt.Id)))
        {
            var right = correct[prompt.Id].First();
            var marked = wrong[prompt.Id].First();
            marked = marked with { Turns = prolix.Apply(prompt, marked, 1).Turns! };
            var judgments = await judge.JudgeAsync(new(prompt, [new(marked, right), new(right, marked)]), TestContext.Current.CancellationToken);
            wins.Add((judgments[0].FirstWinProbability!.Value + 1 - judgments[1].FirstWinProbability!.Value) / 2);
        }

        Assert.True(wins.Count > 25);
        return wins.Average();
    }
}
