using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Public;

/// <summary>Where a new mailbox says that it belongs to somebody. GET shows a button and changes nothing.</summary>
internal static class NewAddressPages
{
    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var page = endpoints.MapGroup("/a/{token}").AllowAnonymous().DisableAntiforgery();
        page.MapMethods("", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        page.MapPost("", ConfirmAsync).WithMetadata(new RequestSizeLimitAttribute(PublicForm.MaxBytes));
    }

    private static async Task ShowAsync(string token, HttpContext context, ChangeLinks links, ChangeAddress change)
    {
        var found = links.TryRead(token, out var id) ? await change.FindAsync(id, context.RequestAborted) : null;
        await RenderAsync(context, found?.Contact, found switch { null => NewAddressStep.Unknown, { IsTaken: true } => NewAddressStep.Taken, _ => NewAddressStep.Ask });
    }

    private static async Task ConfirmAsync(string token, HttpContext context, ChangeLinks links, ChangeAddress change)
    {
        if (!links.TryRead(token, out var id) || await change.FindAsync(id, context.RequestAborted) is not { } found)
            await RenderAsync(context, null, NewAddressStep.Unknown);
        else
            await RenderAsync(
                context, found.Contact,
                !found.IsTaken && await change.ConfirmAsync(id, context.RequestAborted) ? NewAddressStep.Done : NewAddressStep.Taken);
    }

    private static Task RenderAsync(HttpContext context, Contact? contact, NewAddressStep step)
    {
        PublicForm.Speak(context, contact?.Language);
        return new RazorComponentResult<NewAddressPage>(new { Step = step })
        {
            StatusCode = step == NewAddressStep.Unknown ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
        }.ExecuteAsync(context);
    }
}

/// <summary>What the page shows.</summary>
public enum NewAddressStep
{
    /// <summary>The link leads to no change, or to one that is over.</summary>
    Unknown,

    /// <summary>The question, with its button.</summary>
    Ask,

    /// <summary>The address has subscriptions of its own.</summary>
    Taken,

    /// <summary>It is changed.</summary>
    Done,
}
