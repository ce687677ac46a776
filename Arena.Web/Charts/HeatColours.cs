namespace Arena.Web.Charts;

/// <summary>Which colours a heat map has.</summary>
public enum HeatColours
{
    /// <summary>From orange through neutral to blue: values below and above a middle.</summary>
    Diverging = 0,

    /// <summary>From pale to blue: less and more.</summary>
    Sequential = 1,
}
