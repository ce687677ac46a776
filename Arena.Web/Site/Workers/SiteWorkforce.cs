using Arena.Core;
using Arena.Workers;

namespace Arena.Web.Site.Workers;

/// <summary>Who works for the site's store. The queues are opened when they are first asked for, and then stay open.</summary>
internal sealed class SiteWorkforce(SiteOptions options)
{
    private volatile WorkQueues? _queues;

    /// <summary>Reads who works for a tournament.</summary>
    /// <exception cref="BadInputException">The database cannot be reached.</exception>
    public async Task<Workforce> ReadAsync(string tournament, CancellationToken cancellationToken)
    {
        var (workforce, queues) = await Workforce.ReadAsync(options.Store, tournament, _queues, cancellationToken).ConfigureAwait(false);
        _queues = queues;
        return workforce;
    }

    /// <summary>The queues; makes them where there are none.</summary>
    /// <exception cref="BadInputException">The database cannot be reached.</exception>
    public async Task<WorkQueues> OpenAsync(CancellationToken cancellationToken) =>
        _queues ??= await WorkQueues.OpenAsync(options.Store, cancellationToken).ConfigureAwait(false);
}
