using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigiOne.Outreach.Web.Api;

internal static class ApiServices
{
    /// <summary>Adds how the API reads and writes JSON, how it answers failures, and its OpenAPI document.</summary>
    internal static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            var options = json.SerializerOptions;
            options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            // A slip of the pen is told, not ignored.
            options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.AllowDuplicateProperties = false;
            options.RespectNullableAnnotations = true;
            options.RespectRequiredConstructorParameters = true;
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddScoped<MailingDecision>();
        services.AddExceptionHandler<ApiFailures>();
        services.AddOpenApi(ApiDocument.Version, ApiDocument.Configure);
        return services;
    }
}
