using Arena.Core;

namespace Arena.Judges.Models;

/// <summary>Where a model file is fetched from, and the name that it gets here.</summary>
/// <param name="Address">An http or https address without credentials.</param>
/// <param name="FileName">A plain file name, without folders.</param>
public sealed record ModelSource(Uri Address, string FileName)
{
    /// <summary>Where the Hugging Face hub is.</summary>
    public const string Hub = "https://huggingface.co";

    private const string HubPrefix = "hf:";
    private const int MostLetters = 200;

    /// <summary>The address as messages may show it: without the query, which may hold a signature.</summary>
    public string Shown => Address.GetLeftPart(UriPartial.Path);

    /// <summary>Reads what a user typed.</summary>
    /// <param name="text">An address, or hf:OWNER/REPO/FILE.</param>
    /// <param name="name">The file name to give it; null for that of the address.</param>
    /// <param name="hub">Where hf: points to; null for <see cref="Hub"/>.</param>
    /// <exception cref="BadInputException">It is no such thing.</exception>
    public static ModelSource Parse(string text, string? name = null, string? hub = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var address = text;
        if (text.StartsWith(HubPrefix, StringComparison.Ordinal))
        {
            var parts = text[HubPrefix.Length..].Split('/');
            if (parts.Length < 3 || parts.Any(part => part is "" or "." or ".."))
            {
                throw new BadInputException(text, "is no hf:OWNER/REPO/FILE; name owner, repository and file.");
            }

            var escaped = Array.ConvertAll(parts, Uri.EscapeDataString);
            address = $"{(hub ?? Hub).TrimEnd('/')}/{escaped[0]}/{escaped[1]}/resolve/main/{string.Join('/', escaped[2..])}";
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new BadInputException(text, "is no http or https address; give one, or hf:OWNER/REPO/FILE.");
        }

        if (uri.UserInfo.Length > 0)
        {
            // Not quoted: it holds a secret.
            throw new BadInputException("address", "holds a user name or password; leave it out, since addresses end up in histories and logs.");
        }

        if (name is not null)
        {
            return name.Length > 0 && Harmless(name) == name
                ? new(uri, name)
                : throw new BadInputException(name, "is no plain file name; use letters, digits, dots, hyphens and underscores.");
        }

        var last = Harmless(Uri.UnescapeDataString(uri.AbsolutePath[(uri.AbsolutePath.LastIndexOf('/') + 1)..]));
        return last.Length > 0 ? new(uri, last) : throw new BadInputException(text, "ends in no file name; give one with --name.");
    }

    /// <summary>A name that stays in its folder, is not hidden and is no work file of a download.</summary>
    private static string Harmless(string name)
    {
        var plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '+' ? letter : '_'));
        plain = plain.TrimStart('.', '-').TrimEnd('.');
        if (plain.Length > MostLetters)
        {
            // The end says what kind of file it is.
            plain = plain[^MostLetters..].TrimStart('.', '-');
        }

        return plain.EndsWith(".part", StringComparison.OrdinalIgnoreCase) ? $"{plain}_" : plain;
    }
}
