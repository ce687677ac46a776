using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Arena.Web.Site.Layout;

/// <summary>A file that travels within the assembly, so that it is found wherever the program is started and however it was published.</summary>
internal static class Asset
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["report.css"] = "text/css; charset=utf-8",
        ["site.css"] = "text/css; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
        ["vote.js"] = "text/javascript; charset=utf-8",
        ["blazor.web.js"] = "text/javascript; charset=utf-8",
    };

    private static readonly Lazy<Dictionary<string, (byte[] Bytes, string Hash)>> Files = new(() => Types.Keys.ToDictionary(name => name, Read, StringComparer.Ordinal));

    /// <summary>Where a file is. The address changes with its content, so a browser may keep it for ever.</summary>
    public static string Url(string name) => $"/assets/{name}?v={Files.Value[name].Hash}";

    public static string Text(string name) => System.Text.Encoding.UTF8.GetString(Files.Value[name].Bytes);

    /// <summary>Sends a file.</summary>
    public static IResult Send(HttpContext context, string name)
    {
        if (!Files.Value.TryGetValue(name, out var file))
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(file.Bytes, Types[name], entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{file.Hash}\""));
    }

    private static (byte[] Bytes, string Hash) Read(string name)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var bytes = memory.ToArray();
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
    }
}
