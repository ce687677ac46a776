using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Arena.Web.Charts;

/// <summary>A text in a drawing. Razor's own meaning of <c>text</c> leaves no way to write the element within a loop or a condition.</summary>
public sealed class SvgText : ComponentBase
{
    /// <summary>Where it stands across.</summary>
    [Parameter, EditorRequired]
    public required double X { get; set; }

    /// <summary>Where it stands downwards.</summary>
    [Parameter, EditorRequired]
    public required double Y { get; set; }

    /// <summary>The text; whatever it holds is text.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>Its class in the style sheet.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>Whether it reads upwards.</summary>
    [Parameter]
    public bool IsUpright { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", Class);
        builder.AddAttribute(2, "x", Svg.N(X));
        builder.AddAttribute(3, "y", Svg.N(Y));
        builder.AddAttribute(4, "transform", IsUpright ? $"rotate(-90 {Svg.N(X)} {Svg.N(Y)})" : null);
        builder.AddContent(5, Text);
        builder.CloseElement();
    }
}
