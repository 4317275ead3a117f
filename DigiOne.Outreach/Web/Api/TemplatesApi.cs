using System.Text.Json.Nodes;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Web.Security;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Trying of templates.</summary>
internal static class TemplatesApi
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/templates/render", Render).WithTags("Templates")
            .Reads<RenderedAnswer>("renderTemplate", "Render a template, of the templates folder or of your own, with your data")
            .RequireRateLimiting(RenderQueue.Policy);

    /// <summary>What is wrong with a template and data that came along; null when nothing.</summary>
    internal static IResult? Fault(string? html, string? text, JsonObject? data)
    {
        if (html is null && text is null)
            return ApiAnswers.Refused([FieldProblem.Required("html", "The template, as html or text,")]);
        return Fault(data);
    }

    private static IResult? Fault(JsonObject? data) =>
        // Markup is trusted by being made here, from Markdown that was sanitised; a stranger's is not.
        Markup.PathIn(data) is { } path
            ? ApiAnswers.Refused($"data{path[1..]}", "Markup is made by this service only; send plain text.")
            : null;

    private static IResult Render(
        RenderRequest request, TemplateLibrary templates, MailRenderer renderer, SampleData sample, IOptions<OrganisationOptions> organisation,
        CancellationToken cancellationToken)
    {
        var fault = request.Template is null ? Fault(request.Html, request.Text, request.Data) : Fault(request.Data);
        if (fault is not null)
            return fault;

        var languages = organisation.Value.Languages;
        var language = request.Language ?? languages[0];
        if (!languages.Contains(language))
            return ApiAnswers.Refused([FieldProblem.Unknown("language", "language", language, languages)]);

        var template = request.Template is { } path ? templates.LoadMail(path) : templates.LoadInline(request.Html, request.Text);
        return TypedResults.Ok(RenderedAnswer.Of(
            renderer.Render(template, language, sample.Fill(request.Data ?? [], language), cancellationToken)));
    }
}

/// <summary>What to render.</summary>
/// <param name="Template">Path below the templates folder; null for a template that comes along.</param>
/// <param name="Html">HTML template.</param>
/// <param name="Text">Text template.</param>
/// <param name="Language">Language; null for the organisation's first.</param>
/// <param name="Data">What the template shows; organisation, contact, list and links are made up where it has none.</param>
internal sealed record RenderRequest(
    string? Template = null, string? Html = null, string? Text = null, string? Language = null, JsonObject? Data = null);
