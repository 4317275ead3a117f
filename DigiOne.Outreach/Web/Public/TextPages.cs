using System.Text.Json.Nodes;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Web.Public;

/// <summary>
/// Pages that the organisation words itself: privacy and accessibility. Each is a template that makes Markdown, one per
/// language of the pages (<c>templates/pages</c>).
/// </summary>
internal static class TextPages
{
    internal const string Privacy = "/privacy";
    internal const string Accessibility = "/accessibility";

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var path in new[] { Privacy, Accessibility })
            endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], context => ShowAsync(path[1..], context)).AllowAnonymous();
    }

    private static Task ShowAsync(string name, HttpContext context)
    {
        var language = PublicForm.Speak(context, null);
        var services = context.RequestServices;
        var organisation = services.GetRequiredService<IOptions<OrganisationOptions>>().Value;
        var senders = services.GetRequiredService<SenderDirectory>();
        var sender = services.GetRequiredService<IOptions<SignUpOptions>>().Value.Sender is { Length: > 0 } key && senders.TryFind(key, out var named)
            ? named
            : senders.Default ?? senders.Senders.First();
        var data = new JsonObject
        {
            ["organisation"] = new JsonObject { ["name"] = organisation.Name, ["url"] = organisation.PublicBaseUrl.ToString() },
            ["contact_address"] = (sender.ReplyTo ?? sender.From).Address,
            ["confirm_days"] = (int)Math.Ceiling(services.GetRequiredService<IOptions<SignUpOptions>>().Value.ConfirmWithin.TotalDays),
        };
        var template = services.GetRequiredService<TemplateLibrary>().LoadMail($"pages/{name}-{language.Code}.sbn-txt");
        var text = services.GetRequiredService<TextRenderer>().Render(template, language.Code, data, context.RequestAborted);
        return new RazorComponentResult<TextPage>(new { Title = TitleOf(text), Html = MarkdownText.ToHtml(text) }).ExecuteAsync(context);
    }

    // Its first heading.
    private static string TitleOf(string markdown) =>
        markdown.Split('\n').FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() ?? "";
}
