using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Tests.Hosting;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Web.Api;

/// <summary>The real host with a migrated database, and a program that holds a token.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    private readonly ServingHost _host;

    private RunningApi(ServingHost host) => _host = host;

    internal HttpClient Http => _host.Client;

    internal IServiceProvider Services => _host.App.Services;

    /// <summary>Starts it; the program may read and write.</summary>
    internal static async Task<RunningApi> StartAsync()
    {
        var host = await ServingHost.StartAsync(
            settings =>
            {
                settings.Organisation.Name = "Kuntien DigiOne";
                settings.TemplateFolder = SourceTree.At("templates");
                settings.Senders["digione"] = new() { Name = "DigiOne", Address = "viesti@digione.example" };
            },
            migrated: true);
        var api = new RunningApi(host);
        await api.UseTokenAsync(ApiScopes.Read | ApiScopes.Write);
        return api;
    }

    /// <summary>From now on the program holds a token of these scopes.</summary>
    internal async Task UseTokenAsync(ApiScopes scopes)
    {
        await using var scope = Services.CreateAsyncScope();
        var (_, secret) = await scope.ServiceProvider.GetRequiredService<ApiTokens>().CreateAsync("Website", scopes, null, CancellationToken.None);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
    }

    internal async Task<JsonElement> GetAsync(string path) => await ReadAsync(await Http.GetAsync(new Uri(path, UriKind.Relative)), HttpStatusCode.OK);

    /// <summary>Sends JSON as it stands and reads an answer of that status; problems must be problem+json.</summary>
    internal async Task<JsonElement> SendAsync(HttpMethod method, string path, string? json, HttpStatusCode status, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, type);
        return await ReadAsync(await Http.SendAsync(request), status);
    }

    internal Task<JsonElement> PostAsync(string path, string? json, HttpStatusCode status = HttpStatusCode.OK) => SendAsync(HttpMethod.Post, path, json, status);

    /// <summary>A list that people can be sent to.</summary>
    internal Task<JsonElement> CreateListAsync() =>
        PostAsync("/api/v1/lists", """{ "key": "uutiset", "names": { "fi": "Uutiskirje" }, "legalBasis": "publicTask" }""", HttpStatusCode.Created);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.App.StopAsync();
        await _host.DisposeAsync();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(status, text);
            if ((int)status >= 400)
                response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
            return JsonDocument.Parse(text).RootElement;
        }
    }
}
