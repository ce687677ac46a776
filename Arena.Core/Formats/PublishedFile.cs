namespace Arena.Core.Formats;

/// <summary>A file whose form is known.</summary>
/// <param name="Path">The file, as the user named it.</param>
/// <param name="Format">The family of its form; never <see cref="ImportFormat.Auto"/>.</param>
/// <param name="Stage">When to import it: 0 what is asked, 1 what is answered, 2 what is judged.</param>
public readonly record struct PublishedFile(string Path, ImportFormat Format, int Stage);
