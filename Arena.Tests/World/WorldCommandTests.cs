using System.CommandLine;
using Arena.Cli;
using Arena.Cli.Commands;

namespace Arena.Tests.World;

public sealed class WorldCommandTests
{
    [Fact]
    public async Task Export_ToAFile_WritesEighteenLinesAProblem()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var status = await Arena()
                .Parse(["world", "export", "--problems", "9", "--out", path])
                .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal(0, status);
            Assert.Equal(9 * 18, File.ReadAllLines(path).Length);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("--problems", "0")]
    [InlineData("--reference-share", "1.5")]
    [InlineData("--split", "test")]
    public void Export_ValueOutOfRange_IsAUsageError(string option, string value) =>
        Assert.NotEmpty(Arena().Parse(["world", "export", option, value]).Errors);

    private static RootCommand Arena() => new() { GlobalOptions.Seed, WorldCommand.Create() };
}
