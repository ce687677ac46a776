namespace Arena.Tests.Judges.Models;

/// <summary>Lets waits pass so many times faster.</summary>
internal sealed class QuickTime(int times) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(System.CreateTimer(callback, state, Faster(dueTime), Faster(period)), Faster);

    private TimeSpan Faster(TimeSpan time) => time > TimeSpan.Zero ? time / times : time;

    private sealed class Timer(ITimer inner, Func<TimeSpan, TimeSpan> faster) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(faster(dueTime), faster(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
