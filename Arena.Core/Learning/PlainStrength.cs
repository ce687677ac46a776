namespace Arena.Core.Learning;

/// <summary>A strength as the number itself, for scores that lie within <see cref="MaxRange"/> of each other.</summary>
internal readonly record struct PlainStrength(double Value) : IStrength<PlainStrength>
{
    /// <summary>
    /// With strengths in [e^−300, 1], a ratio stays under n·e^300 ≈ n·10^130, and a product that is cut off at 10^100 cannot
    /// overflow when one more ratio is multiplied into it.
    /// </summary>
    public const double MaxRange = 300;

    public static PlainStrength Zero => new(0);

    public static PlainStrength One => new(1);

    public bool IsLarge => Value > 1e100;

    public static PlainStrength FromLog(double log) => new(Math.Exp(log));

    public static PlainStrength operator +(PlainStrength left, PlainStrength right) => new(left.Value + right.Value);

    public static PlainStrength operator *(PlainStrength left, PlainStrength right) => new(left.Value * right.Value);

    public static PlainStrength operator /(PlainStrength left, PlainStrength right) => new(left.Value / right.Value);

    public double ToLog() => Math.Log(Value);

    public double ToDouble() => Value;
}
