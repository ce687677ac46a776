using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Arena.Tests.Architecture;

/// <summary>Holds the arrows of docs/architecture.md.</summary>
public sealed class ArchitectureTests
{
    /// <summary>Folders of Core, each with those that it may use besides the root.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Statistics"] = [],
        ["Learning"] = ["Statistics"],
        ["Ratings"] = ["Statistics", "Learning"],
        ["Judging"] = ["Statistics", "Learning", "Ratings"],
        ["Formats"] = ["Statistics", "Learning", "Ratings", "Judging"],
        ["Storage"] = ["Statistics", "Learning", "Ratings", "Judging"],
        ["World"] = [],
        ["Tournaments"] = ["Statistics", "Learning", "Ratings", "Judging", "Formats", "Storage", "World"],
        ["Surrogate"] = ["Statistics", "Learning", "Ratings", "Judging", "Formats", "Storage", "Tournaments"],
        ["Reports"] = ["Statistics", "Learning", "Ratings", "Judging", "Storage", "Surrogate"],
        ["Bias"] = ["Statistics", "Learning", "Ratings", "Judging", "Formats", "Storage", "World", "Tournaments"],
    };

    private static readonly ArchUnitNET.Domain.Architecture Core = new ArchLoader().LoadAssemblies(typeof(Core.Prompt).Assembly).Build();

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_OfCore_UsesOnlyThoseAboveIt(string folder)
    {
        foreach (var other in MayUse.Keys.Except(MayUse[folder]).Where(other => other != folder))
        {
            Assert.Empty(Violations(In(folder), In(other)));
        }
    }

    [Fact]
    public void Root_OfCore_UsesNoFolder()
    {
        var root = Types().That().ResideInNamespaceMatching("^Arena\\.Core$");
        var folders = Types().That().ResideInNamespaceMatching("^Arena\\.Core\\..+");

        Assert.Empty(Violations(root, folders));
    }

    [Fact]
    public void Folders_OfCore_AreFreeOfCycles()
    {
        var cycles = SliceRuleDefinition.Slices().Matching("Arena.Core.(*)").Should().BeFreeOfCycles().Evaluate(Core)
            .Where(result => !result.Passed);

        Assert.Empty(cycles.Select(result => result.Description));
    }

    [Fact]
    public void Folders_OfJudges_AreFreeOfCycles()
    {
        var judges = new ArchLoader().LoadAssemblies(typeof(global::Arena.Judges.LlmJudge).Assembly).Build();
        var rule = SliceRuleDefinition.Slices().Matching("Arena.Judges.(*)").Should().BeFreeOfCycles();

        Assert.True(judges.Types.Count(type => type.Namespace.FullName.StartsWith("Arena.Judges.", StringComparison.Ordinal)) > 20);
        Assert.Empty(rule.Evaluate(judges).Where(result => !result.Passed).Select(result => result.Description));
    }

    [Fact]
    public void Violations_OfAFolderThatUsesAnother_AreFound()
    {
        // Ratings do use statistics and the root. Did the rules look past such uses, they would hold for any code.
        Assert.NotEmpty(Violations(In("Ratings"), In("Statistics")));
        Assert.NotEmpty(Violations(In("Ratings"), Types().That().ResideInNamespaceMatching("^Arena\\.Core$")));
    }

    [Fact]
    public void Core_HasNoFolderThatThisTestDoesNotKnow()
    {
        var folders = Core.Types
            .Select(type => type.Namespace.FullName)
            .Where(name => name.StartsWith("Arena.Core.", StringComparison.Ordinal))
            .Select(name => name.Split('.')[2])
            .Distinct();

        Assert.Equal(MayUse.Keys.Order(), folders.Order());
    }

    [Theory]
    [InlineData("Arena.Core", new string[0])]
    [InlineData("Arena.Judges", new[] { "Arena.Core" })]
    [InlineData("Arena.Workers", new[] { "Arena.Core", "Arena.Judges" })]
    [InlineData("Arena.Web", new[] { "Arena.Core", "Arena.Judges", "Arena.Workers" })]
    [InlineData("arena", new[] { "Arena.Core", "Arena.Judges", "Arena.Workers", "Arena.Web" })]
    public void Project_ReferencesOnlyThoseBelowIt(string project, string[] below)
    {
        var references = System.Reflection.Assembly.Load(project).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Arena", StringComparison.OrdinalIgnoreCase));

        Assert.Subset(below.ToHashSet(), references.ToHashSet());
    }

    [Theory]
    [InlineData("Spectre.Console")]
    [InlineData("System.CommandLine")]
    [InlineData("Microsoft.AspNetCore")]
    public void Core_KnowsNoScreen(string library)
    {
        Assert.DoesNotContain(
            typeof(Core.Prompt).Assembly.GetReferencedAssemblies(),
            reference => reference.Name!.StartsWith(library, StringComparison.Ordinal));
    }

    private static GivenTypesConjunction In(string folder) => Types().That().ResideInNamespaceMatching($"^Arena\\.Core\\.{folder}(\\..+)?$");

    /// <summary>What breaks "the first never use the second", in words; empty where nothing does.</summary>
    private static IEnumerable<string> Violations(GivenTypesConjunction users, GivenTypesConjunction used)
    {
        // An empty set would hold any rule.
        Assert.NotEmpty(users.GetObjects(Core));
        Assert.NotEmpty(used.GetObjects(Core));
        return Types().That().Are(users).Should().NotDependOnAny(used).Evaluate(Core)
            .Where(result => !result.Passed)
            .Select(result => result.Description);
    }
}
