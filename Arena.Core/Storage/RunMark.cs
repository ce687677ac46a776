namespace Arena.Core.Storage;

/// <summary>
/// Tells others that a process which judges still lives. The system takes it away whatever ends the process, so others can tell a shard in work from one that was left
/// behind.
/// </summary>
internal abstract class RunMark : IDisposable
{
    /// <summary>The name by which claims refer to the process. It is new and says nothing else; no result depends on it.</summary>
    public string Owner { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Takes the mark away.</summary>
    public abstract void Dispose();
}
