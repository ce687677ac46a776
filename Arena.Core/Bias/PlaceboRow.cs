using Arena.Core.Judging;

namespace Arena.Core.Bias;

/// <summary>How often a judge flips under a placebo: its own noise.</summary>
/// <param name="Placebo">The placebo.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Flips">Strict flips, of all trials of it that could flip; score interval clustered by prompt.</param>
/// <param name="Transitions">Where the marked responses went.</param>
public sealed record PlaceboRow(string Placebo, Protocol Protocol, ClusteredShare Flips, TransitionTable Transitions);
