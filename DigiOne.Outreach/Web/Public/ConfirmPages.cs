using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Public;

/// <summary>Confirming by the link in a mail. GET shows the lists and a button and changes nothing: link scanners fetch every link.</summary>
internal static class ConfirmPages
{
    private const string Path = "/c/{token}";

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var page = endpoints.MapGroup(Path).AllowAnonymous().DisableAntiforgery();
        page.MapMethods("", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        page.MapPost("", ConfirmAsync).WithMetadata(new RequestSizeLimitAttribute(PublicForm.MaxBytes));
    }

    private static async Task ShowAsync(string token, HttpContext context, ContactLinks links, FindPending find) =>
        await RenderAsync(context, await FindAsync(token, context, links, find), ConfirmStep.Ask);

    private static async Task ConfirmAsync(string token, HttpContext context, ContactLinks links, FindPending find, ConfirmSubscriptions confirm)
    {
        if (await PublicForm.ReadAsync(context) is not { } form)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var pending = await FindAsync(token, context, links, find);
        string[] chosen = [.. form["list"].OfType<string>()];
        if (pending is not { Lists.Count: > 0 } || !links.TryRead(LinkPurpose.Confirm, token, out var target))
            await RenderAsync(context, pending, ConfirmStep.Ask);
        else if (!pending.Lists.Any(asked => chosen.Contains(asked.List.Key)))
            await RenderAsync(context, pending, ConfirmStep.Choose);
        else
            await RenderAsync(
                context,
                pending with { Lists = [.. (await confirm.ExecuteAsync(new LinkUse(target, token, context.Connection.RemoteIpAddress), chosen, context.RequestAborted)).Select(list => (list, true))] },
                ConfirmStep.Done);
    }

    private static async Task<PendingConfirmation?> FindAsync(string token, HttpContext context, ContactLinks links, FindPending find) =>
        links.TryRead(LinkPurpose.Confirm, token, out var target) ? await find.RunAsync(target, context.RequestAborted) : null;

    private static Task RenderAsync(HttpContext context, PendingConfirmation? pending, ConfirmStep step)
    {
        PublicForm.Speak(context, pending?.Language);
        return new RazorComponentResult<ConfirmPage>(new
        {
            Step = pending switch { null => ConfirmStep.Unknown, { Lists.Count: 0 } => ConfirmStep.Nothing, _ => step },
            Lists = pending?.Lists.Select(asked => new ConfirmChoice(asked.List, asked.WasNamed)).ToList() ?? [],
        })
        {
            StatusCode = pending is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
        }.ExecuteAsync(context);
    }
}

/// <summary>What the page to confirm shows.</summary>
public enum ConfirmStep
{
    /// <summary>The link leads to nobody.</summary>
    Unknown,

    /// <summary>There is nothing that could be confirmed.</summary>
    Nothing,

    /// <summary>The question, with its button.</summary>
    Ask,

    /// <summary>The same, where nothing was chosen.</summary>
    Choose,

    /// <summary>It is confirmed.</summary>
    Done,
}

/// <summary>A list that may be confirmed.</summary>
/// <param name="List">The list.</param>
/// <param name="IsTicked">Whether it is ticked: those that no mail has named are not.</param>
public sealed record ConfirmChoice(ContactList List, bool IsTicked);
