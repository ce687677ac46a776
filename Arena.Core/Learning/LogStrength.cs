namespace Arena.Core.Learning;

/// <summary>A strength as its logarithm, for scores however far apart.</summary>
internal readonly record struct LogStrength(double Log) : IStrength<LogStrength>
{
    public static LogStrength Zero => new(double.NegativeInfinity);

    public static LogStrength One => new(0);

    public bool IsLarge => false;

    public static LogStrength FromLog(double log) => new(log);

    public static LogStrength operator +(LogStrength left, LogStrength right)
    {
        var (less, more) = left.Log < right.Log ? (left.Log, right.Log) : (right.Log, left.Log);
        return double.IsNegativeInfinity(less) ? new(more) : new(more + Softplus(less - more));
    }

    public static LogStrength operator *(LogStrength left, LogStrength right) => new(left.Log + right.Log);

    public static LogStrength operator /(LogStrength left, LogStrength right) => new(left.Log - right.Log);

    public double ToLog() => Log;

    public double ToDouble() => Math.Exp(Log);

    /// <summary>
    /// log(1 + e^x) for x ≤ 0. There is no exact log(1 + u) in the library; Kahan's correction restores the digits that
    /// 1 + u rounds away.
    /// </summary>
    private static double Softplus(double x)
    {
        var u = Math.Exp(x);
        var sum = 1 + u;
        return sum == 1 ? u : Math.Log(sum) * (u / (sum - 1));
    }
}
