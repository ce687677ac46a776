namespace Arena.Core.Statistics;

/// <summary>The logistic function and its kin, without overflow.</summary>
internal static class Logistic
{
    /// <summary>1 / (1 + e^−x).</summary>
    public static double Probability(double x)
    {
        var e = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>log(1 + e^x).</summary>
    public static double LogOnePlusExp(double x) => Math.Max(x, 0) + NearZero.LogOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>log(p / (1 − p)), with p kept in [least, 1 − least].</summary>
    public static double LogOdds(double p, double least)
    {
        var kept = Math.Clamp(p, least, 1 - least);
        return Math.Log(kept / (1 - kept));
    }
}
