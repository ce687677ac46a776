using Arena.Core;
using Arena.Judges.Models;
using CsCheck;

namespace Arena.Tests.Judges.Models;

public sealed class ModelSourceTests
{
    [Theory]
    [InlineData("hf:owner/repo/m.gguf", null, "https://huggingface.co/owner/repo/resolve/main/m.gguf", "m.gguf")]
    [InlineData("hf:owner/repo/sub/a b.gguf", "http://mirror:8080/", "http://mirror:8080/owner/repo/resolve/main/sub/a%20b.gguf", "a_b.gguf")]
    [InlineData("https://host/x/m.gguf?sig=1", null, "https://host/x/m.gguf?sig=1", "m.gguf")]
    [InlineData("https://host/..%2F..%2Fetc%2Fpasswd", null, "https://host/..%2F..%2Fetc%2Fpasswd", "_.._etc_passwd")]
    [InlineData("https://host/.bashrc", null, "https://host/.bashrc", "bashrc")]
    [InlineData("https://host/m.part", null, "https://host/m.part", "m.part_")]
    public void Parse_Source_GivesAddressAndName(string text, string? hub, string address, string name)
    {
        var source = ModelSource.Parse(text, hub: hub);

        Assert.Equal((address, name), (source.Address.AbsoluteUri, source.FileName));
    }

    [Theory]
    [InlineData("ftp://host/m.gguf")]
    [InlineData("file:///etc/passwd")]
    [InlineData("m.gguf")]
    [InlineData("https://host/")]
    [InlineData("hf:owner/repo")]
    [InlineData("hf:owner/../m.gguf")]
    [InlineData("hf:owner/repo/")]
    public void Parse_NoSource_IsBadInput(string text) => Assert.Throws<BadInputException>(() => ModelSource.Parse(text));

    [Fact]
    public void Parse_Credentials_AreRefusedAndNotRepeated()
    {
        var error = Assert.Throws<BadInputException>(() => ModelSource.Parse("https://user:secret@host/m.gguf"));

        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../m.gguf")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("m.gguf.part")]
    public void Parse_NameThatLeavesTheFolder_IsBadInput(string name) =>
        Assert.Throws<BadInputException>(() => ModelSource.Parse("https://host/m.gguf", name));

    [Fact]
    public void Parse_AnyLastSegment_NamesAFileInTheFolder() =>
        Gen.String[1, 300].Sample(text =>
        {
            string name;
            try
            {
                name = ModelSource.Parse($"https://host/{Uri.EscapeDataString(text)}").FileName;
            }
            catch (BadInputException)
            {
                return;
            }

            Assert.Equal(name, Path.GetFileName(name));
            Assert.InRange(name.Length, 1, 201);
            Assert.NotEqual('.', name[0]);
        });
}
