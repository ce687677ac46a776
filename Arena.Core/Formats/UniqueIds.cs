using System.Globalization;

namespace Arena.Core.Formats;

/// <summary>Refuses the second record of one file that says what another has said.</summary>
internal sealed class UniqueIds
{
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    /// <summary>Notes a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="key">The property to blame.</param>
    /// <param name="names">What must not occur twice together, such as a prompt's id and a model.</param>
    public void Add(JsonRecord record, string key, params ReadOnlySpan<string> names)
    {
        var place = record.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line}") : record.Path;
        var name = string.Join('\0', names!);
        if (!_places.TryAdd(name, place))
        {
            throw record.Refuse(key, $"the same is at {_places[name]} already");
        }
    }
}
