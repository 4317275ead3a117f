using System.Net;
using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>A browser without script: keeps cookies, sends forms with the token that the page gave, follows nothing by itself.</summary>
internal sealed partial class Visitor(Uri address, CookieContainer? cookies = null) : IDisposable
{
    internal CookieContainer Cookies { get; } = cookies ?? new();

    internal HttpClient Http => field ??= new(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false })
    {
        BaseAddress = address,
    };

    internal Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    internal async Task<string> ReadAsync(string path)
    {
        using var response = await GetAsync(path);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Opens the page <paramref name="from"/> and sends its form's token with the fields to <paramref name="path"/>.</summary>
    internal async Task<HttpResponseMessage> PostAsync(string path, string from, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await ReadAsync(from)).Groups[1].Value;
        return await PostWithoutTokenAsync(path, [("form-token", token), .. fields]);
    }

    internal async Task<HttpResponseMessage> PostWithoutTokenAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.ToDictionary(field => field.Name, field => field.Value));
        return await Http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => Http.Dispose();

    [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
