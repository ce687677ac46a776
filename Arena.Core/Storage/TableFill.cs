namespace Arena.Core.Storage;

/// <summary>Fills an empty table with another's rows, numbers and all, in whatever way is fast in its database.</summary>
internal abstract class TableFill(StoreTable table) : IDisposable
{
    public StoreTable Table => table;

    /// <summary>Adds the row at which a statement stands that reads <see cref="StoreTable.Select"/>.</summary>
    public void Add(Statement row)
    {
        Begin();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (row.IsNull(i))
            {
                WriteNull();
                continue;
            }

            switch (table.Columns[i].Type)
            {
                case StoreType.Bool:
                    Write(row.Bool(i));
                    break;
                case StoreType.Int:
                    Write(row.Int(i));
                    break;
                case StoreType.Long:
                    Write(row.Long(i));
                    break;
                case StoreType.Double:
                    Write(row.Double(i));
                    break;
                case StoreType.Bytes:
                    Write(row.Bytes(i));
                    break;
                case StoreType.Time:
                    Write(row.Time(i));
                    break;
                default:
                    Write(row.Text(i));
                    break;
            }
        }

        End();
    }

    /// <summary>Says that there are no more rows. Rows that come later get numbers behind those that came now.</summary>
    public abstract void Complete();

    public abstract void Dispose();

    protected abstract void Begin();

    protected abstract void WriteNull();

    protected abstract void Write(bool value);

    protected abstract void Write(int value);

    protected abstract void Write(long value);

    protected abstract void Write(double value);

    protected abstract void Write(string value);

    protected abstract void Write(byte[] value);

    protected abstract void Write(DateTimeOffset value);

    protected abstract void End();
}
