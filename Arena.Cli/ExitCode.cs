namespace Arena.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Our fault.</summary>
    public const int Bug = 1;

    public const int Usage = 2;

    /// <summary>Bad input; nothing was changed.</summary>
    public const int BadInput = 3;

    /// <summary>Finished, but some judgments failed.</summary>
    public const int SomeFailed = 4;

    /// <summary>A gate was asked for and did not hold.</summary>
    public const int GateNotHeld = 5;

    public const int Interrupted = 130;
}
