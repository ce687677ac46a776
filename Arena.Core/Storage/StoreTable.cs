using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Arena.Core.Storage;

/// <summary>A table as the model says it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Key">The columns of its primary key.</param>
/// <param name="Numbered">The column that the database numbers by itself; null where there is none.</param>
internal sealed record StoreTable(string Name, IReadOnlyList<StoreColumn> Columns, IReadOnlyList<string> Key, string? Numbered)
{
    /// <summary>The columns' names as SQL.</summary>
    public string ColumnList => Quoted(Columns.Select(column => column.Name));

    /// <summary>Reads all columns of all rows, in the order of the key.</summary>
    public string Select => $"SELECT {ColumnList} FROM {Name} ORDER BY {Quoted(Key)}";

    /// <summary>
    /// All tables but claims, which name processes that live; those that others refer to come before these. Whatever the model gains is in here.
    /// </summary>
    public static IReadOnlyList<StoreTable> All(IModel model)
    {
        var left = model.GetEntityTypes().Where(entity => entity.ClrType != typeof(ClaimRow)).OrderBy(entity => entity.GetTableName(), StringComparer.Ordinal).ToList();
        var tables = new List<StoreTable>(left.Count);
        while (left.Count > 0)
        {
            var next = left.Find(entity => entity.GetForeignKeys().All(key => !left.Contains(key.PrincipalEntityType)))
                ?? throw new InvalidOperationException($"The tables {string.Join(", ", left.Select(entity => entity.GetTableName()))} refer to each other in a circle.");
            left.Remove(next);
            tables.Add(Of(next));
        }

        return tables;
    }

    private static StoreTable Of(IEntityType entity)
    {
        var key = entity.FindPrimaryKey()!.Properties;
        return new StoreTable(
            entity.GetTableName()!,
            [.. entity.GetProperties().Select(property => new StoreColumn(property.GetColumnName(), TypeOf(property)))],
            [.. key.Select(property => property.GetColumnName())],
            key is [{ ValueGenerated: ValueGenerated.OnAdd } numbered] && TypeOf(numbered) is StoreType.Int or StoreType.Long ? key[0].GetColumnName() : null);
    }

    private static StoreType TypeOf(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        type = type.IsEnum ? Enum.GetUnderlyingType(type) : type;
        return type == typeof(bool) ? StoreType.Bool
            : type == typeof(int) ? StoreType.Int
            : type == typeof(long) ? StoreType.Long
            : type == typeof(double) ? StoreType.Double
            : type == typeof(string) ? StoreType.Text
            : type == typeof(byte[]) ? StoreType.Bytes
            : type == typeof(DateTimeOffset) ? StoreType.Time
            : throw new InvalidOperationException($"A {type} is no column's type.");
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
