using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace Arena.Workers;

/// <summary>Forgets jobs that are done after an hour: their judgments are in the store, and the dashboard shows what was done of late.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShortMemoryAttribute : JobFilterAttribute, IApplyStateFilter
{
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction) => context.JobExpirationTimeout = Memory;

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }
}
