namespace Arena.Cli;

/// <summary>What <c>models list --json</c> prints.</summary>
/// <param name="Folder">The folder of models.</param>
/// <param name="Models">The bundled judges, then what lies in the folder.</param>
internal sealed record ModelListDocument(string Folder, IReadOnlyList<ModelDocument> Models);
