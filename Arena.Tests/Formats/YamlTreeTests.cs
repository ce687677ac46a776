using Arena.Core;
using Arena.Core.Formats;
using Arena.Core.Judging;

namespace Arena.Tests.Formats;

public sealed class YamlTreeTests
{
    [Fact]
    public void Bind_AJudgeFile_ReadsEveryKindOfValue()
    {
        var judge = Read(
            """
            name: 42
            model: tiny-fair
            least_mass: 0.25
            reads_text: true
            combine: majority
            criteria: { accuracy: Is it right?, style: "7" }
            members:
              - a
              - 1.50
            """);

        Assert.Equal(("42", 0.25, true, PanelRule.Majority), (judge.Name, judge.LeastMass, judge.ReadsText, judge.Combine));
        Assert.Equal((8, JudgeSource.Llm, 0), (judge.Concurrency, judge.Kind, judge.Endpoints.Count));
        Assert.Equal(["accuracy", "style"], judge.Criteria.Keys);
        Assert.Equal(["a", "1.50"], judge.Members);
    }

    [Theory]
    [InlineData("name: j\nmodle: x\n", 2, "there is no key modle; did you mean model?")]
    [InlineData("name: j\nzzzzzzzz: x\n", 2, "there is no key zzzzzzzz; there are ")]
    [InlineData("model: x\n", 1, "lacks name")]
    [InlineData("name: j\n\nquorum: many\n", 3, "quorum: this is no whole number")]
    [InlineData("name: j\ncombine: mode\n", 2, "combine: this is not one of mean, majority")]
    [InlineData("name: j\nmembers: a\n", 2, "members: this is no list")]
    [InlineData("name: j\nmembers:\n  - a\n  - [b]\n", 4, "members[1]: this is no text")]
    [InlineData("name: [j\n", 2, "this is no YAML")]
    [InlineData("- a\n", 1, "the file is no mapping")]
    public void Bind_WhatDoesNotFit_SaysWhereAndWhat(string yaml, int line, string reason)
    {
        var bad = Assert.Throws<BadInputException>(() => Read(yaml));

        Assert.Equal(line, bad.Line);
        Assert.Contains(reason, bad.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnchorsWithoutEnd_AreRefused()
    {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefgh".Select(c => $"{c}: &{c} [{string.Join(',', Enumerable.Repeat("*" + (char)(c - 1), 10))}]\n"));

        Assert.Contains("more than", Assert.Throws<BadInputException>(() => Read(bomb)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("judges.0.model=new", "new", "second")]
    [InlineData("judges.b.model=new", "first", "new")]
    [InlineData("judge.model=new", "new", "new")]
    public void Set_ByIndexNameOrSingular_ReplacesTheValue(string assignment, string first, string second)
    {
        using var folder = new TemporaryFolder();
        var tree = YamlTree.Read(folder.Write("t.yaml", "judges:\n  - { name: a, model: first }\n  - { name: b, model: second }\n"));

        tree.Set(assignment);

        Assert.Equal([first, second], tree.Root["judges"]!.AsArray().Select(judge => judge!["model"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("judges.model")]
    [InlineData("judges.7=1")]
    [InlineData("name=[1")]
    public void Set_WhatLeadsNowhere_IsRefused(string assignment)
    {
        using var folder = new TemporaryFolder();
        var tree = YamlTree.Read(folder.Write("t.yaml", "name: x\njudges: [{ name: a }]\n"));

        Assert.Contains("--set", Assert.Throws<BadInputException>(() => tree.Set(assignment)).Message, StringComparison.Ordinal);
    }

    private static JudgeFile Read(string yaml)
    {
        using var folder = new TemporaryFolder();
        return JudgeFileReader.Read(folder.Write("judge.yaml", yaml));
    }
}
