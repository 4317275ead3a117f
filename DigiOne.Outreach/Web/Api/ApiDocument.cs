using DigiOne.Outreach.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DigiOne.Outreach.Web.Api;

/// <summary>The OpenAPI document of the API.</summary>
internal static class ApiDocument
{
    internal const string Version = "v1";
    internal const string Path = "/api/v1/openapi.json";
    private const string Bearer = "token";

    internal static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = operation => operation.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "DigiOne Outreach",
                Version = Version,
                Description = "Newsletters, info sessions and social posts. Make a token with: token create. Every problem is problem+json (RFC 9457).",
            };
            // Where it is served from is not always where it is reached.
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = $"A token that starts with {ApiTokens.Prefix}, with the scope read or write.",
                },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
