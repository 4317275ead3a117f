using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Public;

/// <summary>
/// Leaving by the link in a mail. GET shows a page and changes nothing, since link scanners fetch every link; POST acts:
/// for the page's buttons, and for the mail program's own (RFC 8058), which carries no cookie and follows no redirect.
/// </summary>
internal static class UnsubscribePages
{
    private const string Path = "/u/{token}";

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        // No antiforgery: the token in the address is the authority. No cookie adds to it, and whoever holds it can leave anyway.
        var page = endpoints.MapGroup(Path).AllowAnonymous().DisableAntiforgery();
        page.MapMethods("", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        page.MapPost("", ActAsync).WithMetadata(new RequestSizeLimitAttribute(PublicForm.MaxBytes));
    }

    private static async Task ShowAsync(string token, HttpContext context, UnsubscribeLinks links, FindSubscription find) =>
        await RenderAsync(context, links.TryRead(token, out var target) ? await find.RunAsync(target, context.RequestAborted) : null, target);

    private static async Task ActAsync(string token, HttpContext context, UnsubscribeLinks links, FindSubscription find, Unsubscribe unsubscribe)
    {
        if (!links.TryRead(token, out var target))
        {
            await RenderAsync(context, null, default);
            return;
        }

        if (await PublicForm.ReadAsync(context) is not { } form)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (form["List-Unsubscribe"] == "One-Click")
        {
            // Nobody reads the answer.
            await unsubscribe.RunAsync(target, UnsubscribeScope.OneList, LeavingWay.OneClick, context.RequestAborted);
            return;
        }

        var scope = form["scope"] == "everything" ? UnsubscribeScope.Everything : UnsubscribeScope.OneList;
        var reason = Enum.TryParse<LeavingReason>(form["reason"].ToString(), out var said) && Enum.IsDefined(said) ? said : (LeavingReason?)null;
        await unsubscribe.RunAsync(target, scope, LeavingWay.Link, reason, context.RequestAborted);
        await RenderAsync(context, await find.RunAsync(target, context.RequestAborted), target);
    }

    private static Task RenderAsync(HttpContext context, SubscriptionState? state, UnsubscribeTarget target)
    {
        var language = PublicForm.Speak(context, state?.Language);
        var page = new RazorComponentResult<UnsubscribePage>(new { Step = StepOf(state), ListName = state?.List.NameIn(language.Code), Preferences = PreferencesOf(context, state, target) })
        {
            StatusCode = state is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
        };
        return page.ExecuteAsync(context);
    }

    // Whoever may leave may also look after what they get.
    private static string? PreferencesOf(HttpContext context, SubscriptionState? state, UnsubscribeTarget target) => state is null
        ? null
        : context.RequestServices.GetRequiredService<ContactLinks>().AddressFor(LinkPurpose.Preferences, target.Contact, target.Mailing ?? Guid.Empty);

    private static UnsubscribeStep StepOf(SubscriptionState? state) => state switch
    {
        null => UnsubscribeStep.Unknown,
        { IsSuppressed: true } => UnsubscribeStep.LeftEverything,
        { IsSubscribed: true } => UnsubscribeStep.Ask,
        _ => UnsubscribeStep.LeftList,
    };
}
