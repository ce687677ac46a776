namespace Arena.Web.Reports;

/// <summary>A piece of two texts that are set against each other.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Text">The piece.</param>
internal readonly record struct DiffPiece(DiffKind Kind, string Text);
