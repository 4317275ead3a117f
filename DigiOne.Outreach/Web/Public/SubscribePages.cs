using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Web.Components;
using DigiOne.Outreach.Web.Languages;
using DigiOne.Outreach.Web.Words;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Web.Public;

/// <summary>
/// Subscribing. The form may stand on any website: it needs no cookie and no script, and what came of it is told by a page of
/// its own. What it answers depends on what was typed, never on whose address it is.
/// </summary>
internal static class SubscribePages
{
    internal const string Path = "/subscribe";
    private static readonly string[] Fields = ["email", "list", "language"];

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(Path).AllowAnonymous().DisableAntiforgery();
        pages.MapMethods("", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        pages.MapPost("", TakeAsync).WithMetadata(new RequestSizeLimitAttribute(PublicForm.MaxBytes));
        pages.MapGet("/sent", (HttpContext context) => Answer(context, SubscribeAnswer.Sent));
        pages.MapGet("/done", (HttpContext context) => Answer(context, SubscribeAnswer.Done));
    }

    private static Task ShowAsync(HttpContext context)
    {
        var language = PublicForm.Speak(context, null);
        return RenderAsync(context, new SubscribeForm { Language = language.Code, Lists = [.. context.Request.Query["list"].OfType<string>()] }, new FormErrors(Fields));
    }

    private static async Task TakeAsync(HttpContext context, AskToSubscribe ask, IStringLocalizer<SubscribeWords> text)
    {
        if (await PublicForm.ReadAsync(context) is not { } posted)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var form = SubscribeForm.From(posted);
        PublicForm.Speak(context, form.Language);
        var errors = new FormErrors(Fields);
        switch (await ask.ExecuteAsync(form.ToSignUp(context.Connection.RemoteIpAddress), context.RequestAborted))
        {
            case SignUpOutcome.Taken taken:
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = $"{Path}/{(taken.NeedsConfirmation ? "sent" : "done")}?{ChosenLanguage.Query}={UiLanguage.Current.Code}";
                return;
            case SignUpOutcome.Refused refused:
                context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                foreach (var problem in refused.Problems)
                    errors.Add(problem.Field, Say(problem, text));
                break;
            case SignUpOutcome.TooMany:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                errors.Add("", text["TooMany"]);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status409Conflict;
                errors.Add("", text["WordingChanged"]);
                break;
        }

        await RenderAsync(context, form, errors);
    }

    private static string Say(FieldProblem problem, IStringLocalizer<SubscribeWords> text) => problem.Field switch
    {
        "email" => problem.Kind == ProblemKind.Required ? text["Email.Required"] : text["Email.Malformed"],
        "list" => problem.Kind == ProblemKind.Required ? text["List.Required"] : text["List.Unknown"],
        _ => text["Language.Unknown"],
    };

    private static async Task RenderAsync(HttpContext context, SubscribeForm form, FormErrors errors)
    {
        var services = context.RequestServices;
        var lists = (await services.GetRequiredService<Lists>().NamesAsync(context.RequestAborted)).Where(list => list.IsPublic).ToList();
        var only = form.Only.Count == 0 ? lists : [.. lists.Where(list => form.Only.Contains(list.Key))];
        var languages = services.GetRequiredService<IOptions<OrganisationOptions>>().Value.Languages;
        var language = languages.Contains(UiLanguage.Current.Code) ? UiLanguage.Current.Code : languages[0];
        var wording = services.GetRequiredService<ConsentWording>().In(language, context.RequestAborted);
        await new RazorComponentResult<SubscribePage>(new
        {
            Form = form with { Language = language },
            Lists = only.Count == 0 ? lists : only,
            Languages = languages.ToList(),
            Wording = wording.Text,
            WordingHash = wording.Hash,
            Errors = errors,
        })
        {
            StatusCode = context.Response.StatusCode,
        }.ExecuteAsync(context);
    }

    private static RazorComponentResult<SubscribeAnswerPage> Answer(HttpContext context, SubscribeAnswer answer)
    {
        PublicForm.Speak(context, null);
        return new RazorComponentResult<SubscribeAnswerPage>(new { Answer = answer });
    }
}

/// <summary>What came of a form to subscribe, as far as it may be told.</summary>
public enum SubscribeAnswer
{
    /// <summary>A mail follows.</summary>
    Sent,

    /// <summary>Nothing has to be confirmed.</summary>
    Done,
}
