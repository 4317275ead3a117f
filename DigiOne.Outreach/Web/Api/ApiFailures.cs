using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Rendering;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Answers what went wrong with the caller's own input, with its place, as problem+json (RFC 9457). Bugs stay 500.</summary>
internal sealed partial class ApiFailures(IProblemDetailsService problems) : IExceptionHandler
{
    private const int LongestShown = 60;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!WebPipeline.IsApi(httpContext) || Explain(exception, httpContext) is not { } problem)
            return false;

        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    private static ProblemDetails? Explain(Exception exception, HttpContext context) => exception switch
    {
        TemplateException template => new()
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "The template is wrong",
            Detail = template.Problem,
            Extensions = { ["file"] = template.File, ["line"] = template.Line, ["column"] = template.Column },
        },
        BadHttpRequestException { InnerException: JsonException json } => Explain(JsonFault.Of(json, context)),
        BadHttpRequestException bad => new() { Status = bad.StatusCode, Title = "The request is wrong", Detail = Sentence(bad.Message, context) },
        _ => null,
    };

    private static ProblemDetails Explain(JsonFault fault) => new()
    {
        Status = StatusCodes.Status400BadRequest,
        Title = "The request's JSON is wrong",
        Detail = fault.Sentence,
        Extensions = { ["path"] = fault.Path, ["line"] = fault.Line, ["column"] = fault.Column },
    };

    // The framework names its own types; the caller knows only the parameter.
    private static string Sentence(string message, HttpContext context)
    {
        if (Absent().Match(message) is { Success: true } absent)
            return $"{absent.Groups[1].Value} is missing in the {absent.Groups[2].Value}.";
        if (Binding().Match(message) is not { Success: true } failed)
            return message;

        var (name, value) = (failed.Groups[1].Value, failed.Groups[2].Value);
        var expected = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .FirstOrDefault(parameter => parameter.Name == name)?.ParameterInfo;
        return $"{name} cannot be \"{(value.Length > LongestShown ? value[..LongestShown] + "…" : value)}\"; "
            + $"{(expected is null ? "something else" : Words(expected, context))} is expected.";
    }

    private static string Words(ParameterInfo expected, HttpContext context) =>
        expected.GetCustomAttribute<RangeAttribute>() is { } range ? QueryRanges.Words(range) : JsonWords.Of(expected.ParameterType, context);

    [GeneratedRegex("^Failed to bind parameter \"\\S.* (\\w+)\" from \"(.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex Binding();

    [GeneratedRegex("^Required parameter \"\\S.* (\\w+)\" was not provided from (.*)\\.$")]
    private static partial Regex Absent();
}
