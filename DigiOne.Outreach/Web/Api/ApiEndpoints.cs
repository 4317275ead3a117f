using DigiOne.Outreach.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Api;

internal static class ApiEndpoints
{
    private const long LargestBody = 2 * 1024 * 1024;

    /// <summary>Maps every operation below <c>/api/v1</c>, the document that describes them, and the page for people.</summary>
    internal static WebApplication MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        api.AddEndpointFilterFactory(QueryRanges.Filter);
        ListsApi.Map(api);
        ContactsApi.Map(api);
        SuppressionsApi.Map(api);
        SegmentsApi.Map(api);
        ImportsApi.Map(api);
        CampaignsApi.Map(api);
        SessionsApi.Map(api);
        PostsApi.Map(api);
        NetworksApi.Map(api);
        MailingsApi.Map(api);
        DeliveriesApi.Map(api);
        TemplatesApi.Map(api);
        HoldApi.Map(api);
        app.MapOpenApi(ApiDocument.Path).AllowAnonymous();
        app.MapGet("/api", (EndpointDataSource endpoints) => new RazorComponentResult<ApiPage>(new { Operations = ApiOperation.Of(endpoints) }))
            .AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    /// <summary>An operation that changes nothing: any token with the scope read.</summary>
    internal static RouteHandlerBuilder Reads<TAnswer>(this RouteHandlerBuilder operation, string name, string summary) =>
        operation.RequireAuthorization(Policies.Api).Describe(name, summary).Produces<TAnswer>();

    /// <summary>An operation that changes something: only tokens with the scope write.</summary>
    internal static RouteHandlerBuilder Writes<TAnswer>(
        this RouteHandlerBuilder operation, string name, string summary, int status = StatusCodes.Status200OK) =>
        operation.RequireAuthorization(Policies.ApiWrite).Describe(name, summary).Produces<TAnswer>(status)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static RouteHandlerBuilder Describe(this RouteHandlerBuilder operation, string name, string summary) =>
        operation.WithName(name).WithSummary(summary)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
}
