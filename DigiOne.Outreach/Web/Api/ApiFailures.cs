using System.Text.Json;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Rendering;
using Microsoft.AspNetCore.Diagnostics;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Answers what went wrong with the caller's own input, with its place, as problem+json (RFC 9457). Bugs stay 500.</summary>
internal sealed partial class ApiFailures(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!WebPipeline.IsApi(httpContext) || Explain(exception) is not { } problem)
            return false;

        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    private static Microsoft.AspNetCore.Mvc.ProblemDetails? Explain(Exception exception) => exception switch
    {
        TemplateException template => new()
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "The template is wrong",
            Detail = template.Problem,
            Extensions = { ["file"] = template.File, ["line"] = template.Line, ["column"] = template.Column },
        },
        BadHttpRequestException { InnerException: JsonException json } => new()
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "The request's JSON is wrong",
            // The parser's own place follows its sentence; ours counts from 1.
            Detail = json.Message.Split(" Path: ", 2)[0].Split(" LineNumber: ", 2)[0],
            Extensions = { ["path"] = json.Path, ["line"] = (json.LineNumber ?? 0) + 1, ["column"] = (json.BytePositionInLine ?? 0) + 1 },
        },
        BadHttpRequestException bad => new() { Status = bad.StatusCode, Title = "The request is wrong", Detail = Sentence(bad.Message) },
        _ => null,
    };

    // The framework names its own types; the caller knows only the parameter.
    private static string Sentence(string message) =>
        Binding().Match(message) is { Success: true } failed ? $"{failed.Groups[1].Value} cannot be {failed.Groups[2].Value}." : message;

    [GeneratedRegex("^Failed to bind parameter \"\\S+ (\\w+)\" from (.*)\\.$")]
    private static partial Regex Binding();
}
