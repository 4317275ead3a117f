using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Web.Security;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Mailings: what the delivery engine sends.</summary>
internal static class MailingsApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        var mailings = api.MapGroup("/mailings").WithTags("Mailings");
        mailings.MapGet("", ListAsync).Reads<ListedMailing[]>("getMailings", "Mailings, the latest due first; with tests=true also those that people sent to themselves as a test");
        mailings.MapGet("/{id:guid}", ShowAsync).Reads<MailingReport>("getMailing", "One mailing's state and numbers, with its certificate");
        mailings.MapPost("", SendAsync).Writes<IdAnswer>("sendMailing", "Send a template of your own to a list", StatusCodes.Status201Created)
            .RequireRateLimiting(RenderQueue.Policy);
        MailingDecisionsApi.Map(mailings);
        MailingCertificatesApi.Map(mailings);
    }

    private static async Task<IResult> ListAsync(
        MailingSummaries mailings, CancellationToken cancellationToken, [Range(1, QueryRanges.LargestPage)] int limit = QueryRanges.PageSize, bool tests = false) =>
        TypedResults.Ok(await mailings.LatestAsync(limit, tests, cancellationToken));

    private static async Task<IResult> ShowAsync(Guid id, FindMailing find, CancellationToken cancellationToken) =>
        await find.ExecuteAsync(new MailingId(id), cancellationToken) is { } found ? TypedResults.Ok(MailingReport.Of(found)) : ApiAnswers.Missing();

    private static async Task<IResult> SendAsync(MailingRequest request, SendTemplate send, TemplateLibrary templates, CancellationToken cancellationToken)
    {
        if (TemplatesApi.Fault(request.Html, request.Text, request.Data) is { } fault)
            return fault;

        var mailing = new TemplateMailing
        {
            List = request.List,
            Template = templates.LoadInline(request.Html, request.Text),
            Data = request.Data ?? [],
            Subject = request.Subject,
            Name = request.Name,
            Sender = request.Sender,
            Fallback = request.FallbackLanguage,
            At = request.At,
        };
        return (await send.ExecuteAsync(mailing, cancellationToken))
            .Answer(id => TypedResults.Created($"/api/v1/mailings/{id}", new IdAnswer(id.Value)));
    }
}

/// <summary>A mailing from a template that comes along.</summary>
internal sealed record MailingRequest
{
    /// <summary>Key of the list.</summary>
    public required string List { get; init; }

    /// <summary>HTML template; it may include files of the templates folder.</summary>
    public string? Html { get; init; }

    /// <summary>Text template; without it the text is made from the HTML.</summary>
    public string? Text { get; init; }

    /// <summary>Subject; else the template's own, else the list's name.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What the team calls it; else the subject.</summary>
    public string Name { get; init; } = "";

    /// <summary>Key of the sender; else the setting <c>DefaultSender</c>, or the only one that there is.</summary>
    public string Sender { get; init; } = "";

    /// <summary>Language for people in whose language there is nothing; else the organisation's first.</summary>
    public string FallbackLanguage { get; init; } = "";

    /// <summary>When: ISO 8601, with offset or in the organisation's zone; null or <c>now</c> for at once.</summary>
    public string? At { get; init; }

    /// <summary>What the template shows. Everything in it is escaped.</summary>
    public JsonObject? Data { get; init; }
}
