using Arena.Core;
using Arena.Core.Judging;
using Arena.Workers;
using Hangfire.Common;
using Hangfire.Storage;

namespace Arena.Tests.Workers;

public sealed class ShardOrderTests
{
    [Fact]
    public void Order_ThroughTheQueuesJson_NamesTheSameComparisons()
    {
        Response a = new("p", "mödel \"a\"", ["x"]), b = new("p", "b", ["y"]), c = new("p", "c", ["z"]);
        var shard = new JudgingShard(new Prompt("p", ["?"]), [new(a, b), new(b, a, Turn: 2), new(a, c, Repeat: 3), new(c)]);
        var order = ShardOrder.Of(7, "t", shard, new JudgeDescription("judge", new string('f', 64), Protocol.Pairwise));
        var job = new Job(typeof(ShardJob), typeof(ShardJob).GetMethod(nameof(ShardJob.JudgeAsync))!, order, CancellationToken.None);

        var read = InvocationData.DeserializePayload(InvocationData.SerializeJob(job).SerializePayload()).DeserializeJob();

        var same = Assert.IsType<ShardOrder>(read.Args[0]);
        Assert.Equal((7, "t", "p", "judge", new string('f', 64)), (same.Run, same.Tournament, same.Prompt, same.Judge, same.Fingerprint));
        Assert.Equal([("mödel \"a\"", "b", 0, 0), ("b", "mödel \"a\"", 2, 0), ("mödel \"a\"", "c", 0, 3), ("c", null, 0, 0)], same.ByName());
        Assert.Equal("t: 4 comparisons on p by judge", same.ToString());
    }
}
