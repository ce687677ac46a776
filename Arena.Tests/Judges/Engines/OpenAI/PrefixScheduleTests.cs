using Arena.Judges.Chat;
using Arena.Judges.Engines.OpenAI;
using CsCheck;

namespace Arena.Tests.Judges.Engines.OpenAI;

public sealed class PrefixScheduleTests
{
    private static readonly Gen<IReadOnlyList<ChatMessage>[]> Prompts = Gen
        .Select(Gen.Enum<ChatRole>(), Gen.String[Gen.Char['a', 'c'], 0, 1].Array[0, 4], (role, segments) => new ChatMessage(role, segments))
        .Array[0, 2]
        .Select(messages => (IReadOnlyList<ChatMessage>)messages)
        .Array[0, 12];

    [Fact]
    public void Of_Conversations_PutsLikeBeginningsTogetherAndNamesTheFirst()
    {
        Prompts.Sample(prompts =>
        {
            var schedule = PrefixSchedule.Of(prompts);

            Assert.Equal(Enumerable.Range(0, prompts.Length), schedule.Order.Order());
            string[][] sent = [.. schedule.Order.Select(index => Segments(prompts[index]))];
            for (var place = 0; place < sent.Length; place++)
            {
                // The longest beginning shared with any request before, and the first request that has it.
                var longest = sent[..place].Select(other => Shared(other, sent[place])).DefaultIfEmpty(0).Max();
                var leader = longest == 0 ? -1 : Array.FindIndex(sent, other => Shared(other, sent[place]) >= longest);
                Assert.Equal(leader, schedule.Leaders[place]);

                // Nobody further back shares more than the neighbour does.
                Assert.Equal(longest, place == 0 ? 0 : Shared(sent[place - 1], sent[place]));
            }
        });
    }

    [Fact]
    public void Of_EqualPrompts_FollowTheFirst()
    {
        ChatMessage[] prompt = [new(ChatRole.User, ["same"])];

        var schedule = PrefixSchedule.Of([prompt, prompt, prompt]);

        Assert.Equal([0, 1, 2], schedule.Order);
        Assert.Equal([-1, 0, 0], schedule.Leaders);
    }

    private static string[] Segments(IReadOnlyList<ChatMessage> messages) =>
        [.. messages.SelectMany((message, i) => message.Segments.Select(segment => $"{i} {message.Role} {segment}"))];

    private static int Shared(string[] a, string[] b) => a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
}
