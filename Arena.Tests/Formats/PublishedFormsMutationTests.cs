using System.Text;
using Arena.Core;
using Arena.Core.Formats;
using CsCheck;

namespace Arena.Tests.Formats;

/// <summary>Damaged files either still parse or are refused with a place: never anything else.</summary>
public sealed class PublishedFormsMutationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_FileWithBytesChangedOrCut_ParsesOrIsRefusedWithItsPlace()
    {
        var files = SampleFiles.All.Select(f => (f.Key, Bytes: Encoding.UTF8.GetBytes(f.Value))).ToArray();
        var places = 0;
        var change = Gen.Select(Gen.Int[0, 3000], Gen.OneOf(Gen.Byte, Gen.OneOfConst("{}[]\",:0\\-en\n"u8.ToArray())));
        Gen.Select(Gen.OneOfConst(files), change.Array[0, 4], Gen.Int[0, 4000]).Sample(
            (file, changes, length) =>
            {
                var bytes = file.Bytes.ToArray();
                foreach (var (at, value) in changes)
                {
                    bytes[at % bytes.Length] = value;
                }

                // Every second file is cut.
                bytes = length < bytes.Length ? bytes[..length] : bytes;
                if (Read(Rename(file.Key), bytes) is { } refusal)
                {
                    var hasPlace = refusal.Line is not null || refusal.Column is not null;
                    Assert.True(hasPlace || refusal.Reason.Contains("form", StringComparison.Ordinal) || IsBlank(bytes), refusal.Message);
                    Interlocked.Add(ref places, hasPlace ? 1 : 0);
                }
            },
            iter: 4000,
            threads: 1);

        Assert.True(places > 500, $"only {places} damaged files were refused with a place");

        // The folder decides how some forms read, so the names stay and the folder is the test's own.
        string Rename(string name) => _folder.PathOf(name);
    }

    [Fact]
    public void Read_GzipWithBytesChanged_ParsesOrIsRefused()
    {
        var whole = File.ReadAllBytes(_folder.Write("w.json.gz", SampleFiles.AlpacaPreferences));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample(
            change =>
            {
                var bytes = whole.ToArray();
                bytes[change.Item1] = change.Item2;
                Read(_folder.PathOf("m.json.gz"), bytes);
            },
            iter: 1000,
            threads: 1);
    }

    private static BadInputException? Read(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        try
        {
            var cancelled = TestContext.Current.CancellationToken;
            _ = PublishedForms.ReadAsync(path, ImportFormat.Auto, cancelled).CountAsync(cancelled).AsTask().GetAwaiter().GetResult();
            return null;
        }
        catch (BadInputException refusal)
        {
            Assert.Equal(path, refusal.InputSource);
            return refusal;
        }
    }

    private static bool IsBlank(byte[] bytes) => Encoding.Latin1.GetString(bytes).All(c => " \n\r\t[]".Contains(c, StringComparison.Ordinal));
}
