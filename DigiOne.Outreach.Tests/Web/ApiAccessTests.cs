using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using DigiOne.Outreach.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Tests.Web;

public sealed class ApiAccessTests
{
    [Fact]
    public async Task Without_a_token_the_API_answers_401_as_a_problem()
    {
        await using var web = await StartAsync();
        using var visitor = web.NewVisitor();
        await ShouldBeProblemAsync(await visitor.GetAsync("/api/v1/things"), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Bearer dgo_guess")]
    [InlineData("Bearer ")]
    [InlineData("Basic YTpi")]
    public async Task Wrong_token_answers_401_as_a_problem(string authorization)
    {
        await using var web = await StartAsync();
        using var visitor = web.NewVisitor();
        visitor.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        await ShouldBeProblemAsync(await visitor.GetAsync("/api/v1/things"), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Cookie_does_not_open_the_API()
    {
        await using var web = await StartAsync();
        using var person = await web.NewPersonAsync();
        await ShouldBeProblemAsync(await person.GetAsync("/api/v1/things"), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Token_reads_and_writes_within_its_scopes_and_opens_no_page()
    {
        await using var web = await StartAsync();
        using var reader = await ProgramAsync(web, ApiScopes.Read);
        using var writer = await ProgramAsync(web, ApiScopes.Read | ApiScopes.Write);

        (await reader.GetAsync("/api/v1/things")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShouldBeProblemAsync(await reader.PostWithoutTokenAsync("/api/v1/things"), HttpStatusCode.Forbidden);
        (await writer.PostWithoutTokenAsync("/api/v1/things")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await writer.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task What_is_missing_or_breaks_under_the_API_is_a_problem_too()
    {
        await using var web = await StartAsync();
        using var reader = await ProgramAsync(web, ApiScopes.Read);
        await ShouldBeProblemAsync(await reader.GetAsync("/api/v1/nothing"), HttpStatusCode.NotFound);
        await ShouldBeProblemAsync(await reader.GetAsync("/api/v1/fault"), HttpStatusCode.InternalServerError);
    }

    private static Task<RunningWeb> StartAsync() => RunningWeb.StartAsync(app =>
    {
        app.MapGet("/api/v1/things", () => "read").RequireAuthorization(Policies.Api);
        app.MapPost("/api/v1/things", () => "written").RequireAuthorization(Policies.ApiWrite);
        app.MapGet("/api/v1/fault", string () => throw new InvalidOperationException("secret detail")).RequireAuthorization(Policies.Api);
    });

    private static async Task<Visitor> ProgramAsync(RunningWeb web, ApiScopes scopes)
    {
        var (_, secret) = await web.InScopeAsync<ApiTokens, (ApiTokenId, string)>(tokens =>
            tokens.CreateAsync("Website", scopes, null, TestContext.Current.CancellationToken));
        var program = web.NewVisitor();
        program.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return program;
    }

    private static async Task ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = (await response.Content.ReadFromJsonAsync<ProblemDetails>(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        problem.Status.ShouldBe((int)status);
        problem.Title.ShouldNotBeNullOrEmpty();
        (problem.Detail ?? "").ShouldNotContain("secret detail");
    }
}
