using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Web.Languages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Public;

/// <summary>
/// Leaving by the link in a mail. GET shows a page and changes nothing, since link scanners fetch every link; POST acts:
/// for the page's buttons, and for the mail program's own (RFC 8058), which carries no cookie and follows no redirect.
/// </summary>
internal static class UnsubscribeEndpoints
{
    private const int MaxFormBytes = 4 * 1024;

    internal static void MapUnsubscribe(this IEndpointRouteBuilder routes)
    {
        // Both methods on one address: a routable component beside a POST would answer 500 (ambiguous match).
        // No antiforgery: the token in the address is the authority, no cookie is looked at, and whoever holds the
        // token can leave anyway.
        var address = routes.MapGroup("/u/{token}").AllowAnonymous().DisableAntiforgery();
        address.MapMethods("", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        address.MapPost("", ActAsync).WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes));
    }

    private static async Task<IResult> ShowAsync(
        string token, HttpContext context, UnsubscribeLinks links, FindSubscription find, CancellationToken cancellationToken)
    {
        KeepPrivate(context.Response);
        if (!links.TryRead(token, out var target) || await find.RunAsync(target, cancellationToken) is not { } state)
            return Unknown();
        return Page(state, state.IsSuppressed ? UnsubscribeStep.LeftEverything : state.IsSubscribed ? UnsubscribeStep.Ask : UnsubscribeStep.LeftList);
    }

    private static async Task<IResult> ActAsync(
        string token, HttpContext context, UnsubscribeLinks links, FindSubscription find, Unsubscribe unsubscribe, CancellationToken cancellationToken)
    {
        KeepPrivate(context.Response);
        if (!links.TryRead(token, out var target))
            return Unknown();

        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
        if (form["List-Unsubscribe"] == "One-Click")
        {
            await unsubscribe.RunAsync(target, UnsubscribeScope.OneList, LeavingWay.OneClick, cancellationToken);
            return TypedResults.Ok();
        }

        var scope = form["scope"] == "everything" ? UnsubscribeScope.Everything : UnsubscribeScope.OneList;
        await unsubscribe.RunAsync(target, scope, LeavingWay.Link, cancellationToken);
        return await find.RunAsync(target, cancellationToken) is { } state
            ? Page(state, state.IsSuppressed ? UnsubscribeStep.LeftEverything : UnsubscribeStep.LeftList)
            : Unknown();
    }

    private static SpokenIn Page(SubscriptionState state, UnsubscribeStep step)
    {
        var words = UnsubscribeWords.In(state.Language);
        return new(
            UiLanguage.Find(words.Language)!,
            new RazorComponentResult<UnsubscribePage>(new { Says = words, state.ListName, Step = step }));
    }

    private static SpokenIn Unknown() => new(
        UiLanguage.All[0], new RazorComponentResult<UnsubscribeUnknownPage> { StatusCode = StatusCodes.Status404NotFound });

    // The address of the page is a secret of its reader.
    private static void KeepPrivate(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex";
    }
}

/// <summary>What the page shows.</summary>
public enum UnsubscribeStep
{
    /// <summary>The question, with its buttons.</summary>
    Ask,

    /// <summary>The person is off the list, and may leave everything.</summary>
    LeftList,

    /// <summary>Nothing is mailed to the person any more.</summary>
    LeftEverything,
}
