using Arena.Tests.Web.Site.Safety;
using Arena.Web.Site.Texts;
using CsCheck;

namespace Arena.Tests.Web.Site.Texts;

public sealed class SafeMarkdownTests
{
    [Theory]
    [InlineData("**b** *i* `c`", "<p><strong>b</strong> <em>i</em> <code>c</code></p>")]
    [InlineData("# title", "<h4>title</h4>")]
    [InlineData("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>")]
    [InlineData("151.", "<ol start=\"151\">\n<li></li>\n</ol>")]
    [InlineData("[text](https://elsewhere.example)", "<p>text</p>")]
    [InlineData("![picture](https://elsewhere.example/x.png)", "<p></p>")]
    [InlineData("<b>html</b>", "<p>&lt;b&gt;html&lt;/b&gt;</p>")]
    [InlineData("```js\nalert(1)\n```", "<pre><code>alert(1)\n</code></pre>")]
    [InlineData("| a | b |\n|:-:|---|\n| 1 | 2 |", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>")]
    public void Render_Markdown_KeepsShapeAndNothingThatLeaves(string text, string html) => Assert.Equal(html, SafeMarkdown.Render(text)!.Value.Value.Trim());

    [Fact]
    public void Render_AnyText_HasNoAttributesButNumbersOfListsAndNoOtherElements() =>
        Gen.OneOf(Gen.OneOfConst(AttackTests.Attacks), Gen.String[0, 20], Gen.OneOfConst("\n", "> ", "# ", "1. ", "    ", "***", "|", "[", "](", "\\")).Array[1, 8].Select(string.Concat).Sample(text =>
        {
            var page = TestSite.Parse($"<body>{SafeMarkdown.Render(text)!.Value.Value}</body>");

            Assert.All(page.Body!.QuerySelectorAll("*"), element =>
            {
                Assert.All(element.Attributes, attribute => Assert.Matches("^ol start [0-9]+$", $"{element.LocalName} {attribute.LocalName} {attribute.Value}"));
                Assert.Contains(element.LocalName, (string[])["p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"]);
            });
        });

    [Fact]
    public void Render_NestedWithoutEnd_IsNoMarkdown() => Assert.Null(SafeMarkdown.Render(new string('>', 5000) + "x"));
}
