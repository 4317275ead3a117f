using System.Text;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>What a captured message is made of, each at an address of its own: its HTML for the frame, its source, its other parts.</summary>
internal static class CapturedFiles
{
    internal const string Path = "/admin/captured";

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var mails = endpoints.MapGroup(Path + "/{id}");
        mails.MapGet("/html", async (string id, CapturedReader reader, HttpContext context) =>
            await reader.ReadAsync(id, context) is { Html: { } html } ? new FramedMail(html) : (IResult)TypedResults.NotFound());
        mails.MapGet("/source", async (string id, CapturedReader reader, HttpContext context) =>
            await reader.ReadAsync(id, context) is { } mail
                ? Download(context, Encoding.UTF8.GetBytes(mail.Source), "message/rfc822", $"{mail.Id}.eml")
                : (IResult)TypedResults.NotFound());
        mails.MapGet("/parts/{index:int}", async (string id, int index, CapturedReader reader, HttpContext context) =>
            await reader.ReadAsync(id, context) is { } mail && mail.Parts.ElementAtOrDefault(index) is { } part
                ? Download(context, part.Content, part.ContentType, NameOf(part))
                : (IResult)TypedResults.NotFound());
    }

    /// <summary>The page of a captured message.</summary>
    internal static string Href(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    /// <summary>A name for a part, whether or not it brings one.</summary>
    internal static string NameOf(CapturedPart part) =>
        part.Name.Length > 0 ? part.Name : part.ContentType == "text/calendar" ? "invite.ics" : "part.bin";

    // To be kept, never shown: it is content from elsewhere.
    private static FileContentHttpResult Download(HttpContext context, ReadOnlyMemory<byte> content, string type, string name)
    {
        ForeignContent.Confine(context.Response);
        return TypedResults.File(content.ToArray(), type, name);
    }
}
