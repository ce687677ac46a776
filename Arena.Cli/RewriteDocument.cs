using Arena.Core.Judging;
using Arena.Judges;

namespace Arena.Cli;

/// <summary>What <c>arena audit --writer --json</c> prints.</summary>
/// <param name="Rewrites">The file.</param>
/// <param name="Written">Rewrites that were written.</param>
/// <param name="Broken">How many of them broke a guard.</param>
/// <param name="Kept">Rewrites that were there.</param>
/// <param name="Failed">What could not be written, by reason.</param>
internal sealed record RewriteDocument(string Rewrites, int Written, int Broken, int Kept, IReadOnlyDictionary<string, int> Failed)
{
    public static RewriteDocument From(string path, RewriteOutcome outcome) => new(
        path,
        outcome.Written,
        outcome.Broken,
        outcome.Kept,
        outcome.Failures.GroupBy(failure => JudgingFailure.NameOf(failure.Kind)).ToDictionary(group => group.Key, group => group.Count()));
}
