using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Web.Components;
using DigiOne.Outreach.Web.Languages;
using DigiOne.Outreach.Web.Words;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web.Public;

/// <summary>Where somebody who has lost their mails asks for the link to their own subscriptions, under the same guard as subscribing.</summary>
internal static class OwnLinkPages
{
    internal const string Path = "/subscribe/link";

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(Path).AllowAnonymous().DisableAntiforgery();
        pages.MapMethods("", [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => Render(context, "", new FormErrors("email")));
        pages.MapPost("", TakeAsync).WithMetadata(new RequestSizeLimitAttribute(PublicForm.MaxBytes));
        pages.MapGet("/sent", (HttpContext context) =>
        {
            PublicForm.Speak(context, null);
            return new RazorComponentResult<OwnLinkSentPage>();
        });
    }

    private static async Task TakeAsync(HttpContext context, AskToSubscribe ask, IStringLocalizer<SubscribeWords> text)
    {
        if (await PublicForm.ReadAsync(context) is not { } posted)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var form = SubscribeForm.From(posted);
        var language = PublicForm.Speak(context, null);
        var outcome = await ask.ExecuteAsync(
            form.ToSignUp(context.Connection.RemoteIpAddress) with { WantsLink = true, Language = language.Code }, context.RequestAborted);
        if (outcome is SignUpOutcome.Taken)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = $"{Path}/sent?{ChosenLanguage.Query}={language.Code}";
            return;
        }

        var errors = new FormErrors("email");
        context.Response.StatusCode = outcome is SignUpOutcome.TooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;
        errors.Add(outcome is SignUpOutcome.TooMany ? "" : "email", outcome switch
        {
            SignUpOutcome.TooMany => text["TooMany"],
            _ => form.Address.Trim().Length == 0 ? text["Email.Required"] : text["Email.Malformed"],
        });
        await Render(context, form.Address, errors).ExecuteAsync(context);
    }

    private static RazorComponentResult<OwnLinkPage> Render(HttpContext context, string address, FormErrors errors)
    {
        PublicForm.Speak(context, null);
        return new RazorComponentResult<OwnLinkPage>(new { Address = address, Errors = errors }) { StatusCode = context.Response.StatusCode };
    }
}
