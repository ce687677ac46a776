using Arena.Bench.Tournaments;
using Arena.Core;
using Arena.Core.Tournaments;

namespace Arena.Tests.Tournaments;

public sealed class TournamentFileReaderTests
{
    private const string Least = "name: t\nprompts: p.jsonl\njudges: [{ name: j, model: tiny-fair }]\n";

    [Theory]
    [InlineData("", 0, "the file is empty")]
    [InlineData("name: t\nprompts: p.jsonl\n", 1, "there is no judge")]
    [InlineData(Least + "protocols: []\n", 4, "there is no protocol")]
    [InlineData(Least + "protocols: [pairs]\n", 4, "not one of pairwise, pointwise")]
    [InlineData(Least + "pairing:\n  budget: 0\n", 5, "a budget of nothing judges nothing")]
    [InlineData(Least + "pairing: { strategy: anchored }\n", 4, "needs a baseline")]
    [InlineData(Least + "pairing: { strategy: uniform }\n", 4, "uniform pairing needs a budget")]
    [InlineData(Least + "pairing: { strategy: adaptiv }\n", 4, "not one of round-robin, uniform, anchored, adaptive")]
    [InlineData(Least + "pairing: { strategie: adaptive }\n", 4, "did you mean strategy?")]
    [InlineData(Least + "contestants: [{ name: ab }, { name: ab }]\n", 4, "ab stands there already")]
    [InlineData(Least + "contestants: [{ name: base }]\npairing: { strategy: anchored, baseline: bse }\n", 5, "did you mean base?")]
    [InlineData("name: t\nprompts: p\njudges:\n  - { name: tiny, model: tiny-fair }\n  - { name: p, kind: panel, members: [tny, tiny] }\n", 5, "did you mean tiny?")]
    [InlineData(Least + "turns: [-1]\n", 4, "give turns from 1")]
    [InlineData(Least + "repeats: 0\n", 4, "give 1 or more")]
    [InlineData("name: t\njudges: [{ name: j, model: m }]\n", 1, "nothing is asked")]
    public void Read_WhatCannotWork_SaysLineAndWhatToDo(string yaml, int line, string reasons)
    {
        using var folder = new TemporaryFolder();

        var bad = Assert.Throws<BadInputException>(() => TournamentFileReader.Read(folder.Write("t.yaml", yaml), []));

        Assert.Contains(reasons.Split('|'), reason => bad.Reason.Contains(reason, StringComparison.Ordinal));
        Assert.True(line == 0 || bad.Line == line, $"line {bad.Line}: {bad.Reason}");
    }

    [Fact]
    public void Read_WithSettings_PutsThemInPlaceOfTheFile()
    {
        using var folder = new TemporaryFolder();

        var file = TournamentFileReader.Read(folder.Write("t.yaml", Least), ["pairing.strategy=uniform", "pairing.budget=7", "judge.model=other", "protocols=[pointwise]"]);

        Assert.Equal((PairingKind.Uniform, 7, "other", Protocol.Pointwise), (file.Pairing.Strategy, file.Pairing.Budget, file.Judges[0].Model, Assert.Single(file.Protocols)));
    }

    [Fact]
    public void Write_AFile_ReadsBackAsItWas()
    {
        using var folder = new TemporaryFolder();
        var written = TournamentFileReader.Write(TournamentFileReader.Read(Repository.PathOf("data/schema/tournament.yaml"), []));

        Assert.Equal(written, TournamentFileReader.Write(TournamentFileReader.Read(folder.Write("again.json", written), [])));
    }

    [Fact]
    public void Schema_AsCommitted_IsWhatTheTypesSay() =>
        Assert.True(
            TournamentSchema.Generate() == File.ReadAllText(Repository.PathOf("data/schema/tournament.schema.json")),
            "write it anew: dotnet run -c Release --project Arena.Bench -- schema");
}
