using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Arena.Web.Reports;

/// <summary>A text and what became of it, as one. Written without a template, whose line breaks would be seen between the pieces.</summary>
public sealed class DiffText : ComponentBase
{
    /// <summary>The text as it was.</summary>
    [Parameter, EditorRequired]
    public required string Before { get; set; }

    /// <summary>What became of it; the same where nothing did.</summary>
    [Parameter, EditorRequired]
    public required string After { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "shown");
        foreach (var piece in TextDiff.Of(Before, After))
        {
            builder.OpenElement(2, piece.Kind switch { DiffKind.Removed => "del", DiffKind.Added => "ins", _ => "span" });
            builder.AddAttribute(3, "class", piece.Kind == DiffKind.LeftOut ? "left-out" : null);
            builder.AddContent(4, piece.Text);
            builder.CloseElement();
        }

        builder.CloseElement();
    }
}
