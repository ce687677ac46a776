using Arena.Web.Site.Data;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Arena.Web.Site;

/// <summary>
/// A page that is read. It loads all that it shows and is then rendered once, as a whole, so that it needs no script; what goes wrong while it loads is a
/// <see cref="PageException"/> and becomes a page that says what to do.
/// </summary>
public abstract class SitePage : ComponentBase
{
    /// <summary>The store.</summary>
    [Inject]
    protected SiteData Data { get; set; } = null!;

    /// <summary>The request.</summary>
    [CascadingParameter]
    protected HttpContext Context { get; set; } = null!;

    /// <summary>Loads what the page shows. Parameters from the address are set.</summary>
    /// <param name="cancellationToken">Cancels when the visitor goes.</param>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync(Context.RequestAborted);
        await base.SetParametersAsync(ParameterView.Empty);
    }
}
