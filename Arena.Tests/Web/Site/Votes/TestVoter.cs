using System.Net;
using AngleSharp.Html.Dom;

namespace Arena.Tests.Web.Site.Votes;

/// <summary>A browser without scripts, as far as voting needs one: it keeps cookies and sends forms.</summary>
internal sealed class TestVoter(TestSite site)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public const string Page = "/t/sample/vote";

    /// <summary>Loads a page.</summary>
    public async Task<IHtmlDocument> GetAsync(string path = Page, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == status, $"{path} is {(int)response.StatusCode}: {html}{string.Join('\n', site.Log)}");
        return TestSite.Parse(html);
    }

    /// <summary>The form of a page that votes, as one of its buttons sends it.</summary>
    public static Dictionary<string, string> FormOf(IHtmlDocument page, string choice) =>
        page.QuerySelectorAll("#vote input[type=hidden]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? ""))
            .Append(new("choice", choice))
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>Sends a form.</summary>
    public Task<HttpResponseMessage> PostAsync(IReadOnlyDictionary<string, string> form, string path = Page + "/cast") =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form));

    /// <summary>Votes on what the page shows, and gives the page that comes after.</summary>
    public async Task<IHtmlDocument> VoteAsync(string choice)
    {
        using var response = await PostAsync(FormOf(await GetAsync(), choice));
        Assert.True(response.StatusCode == HttpStatusCode.SeeOther, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return await GetAsync(response.Headers.Location!.ToString());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var response = await site.Client.SendAsync(request, TestContext.Current.CancellationToken);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
        {
            var parts = cookie.Split(';')[0].Split('=', 2);
            _cookies[parts[0]] = parts[1];
        }

        return response;
    }
}
