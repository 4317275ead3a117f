namespace DigiOne.Outreach.Web.Api;

/// <summary>An operation as the page for people lists it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path with its parameters in braces.</param>
/// <param name="Summary">What it does.</param>
public sealed record ApiOperation(string Method, string Path, string Summary)
{
    internal static IReadOnlyList<ApiOperation> Of(EndpointDataSource endpoints) =>
    [
        .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
           let summary = endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IEndpointSummaryMetadata>()
           where summary is not null && endpoint.RoutePattern.RawText?.StartsWith("/api/v1/", StringComparison.Ordinal) == true
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
           let path = endpoint.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal).TrimEnd('/')
           orderby path, method
           select new ApiOperation(method, path, summary.Summary),
    ];
}
