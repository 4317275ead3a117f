using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
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
/// Where people look after what they get, behind the link in every mail. GET shows and changes nothing. The page shows as
/// little of the address as its owner needs: mails are passed on.
/// </summary>
internal static class PreferencesPages
{
    private const string Path = "/p/{token}";
    private static readonly string[] Fields = ["lists", "language", "pause", "address"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(Path).AllowAnonymous().DisableAntiforgery();
        pages.MapMethods("", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        pages.MapPost("", ActAsync).WithMetadata(new RequestSizeLimitAttribute(PublicForm.MaxBytes));
        pages.MapGet("/data", DownloadAsync);
        pages.MapGet("/delete", AskToDeleteAsync);
        pages.MapPost("/delete", DeleteAsync).WithMetadata(new RequestSizeLimitAttribute(PublicForm.MaxBytes));
    }

    private static async Task ShowAsync(string token, HttpContext context, ContactLinks links, FindPreferences find) =>
        await RenderAsync(context, Read(token, links, context) is { } link ? await find.RunAsync(link.Target.Contact, context.RequestAborted) : null, null, new FormErrors(Fields));

    private static async Task ActAsync(string token, HttpContext context, ContactLinks links, FindPreferences find, IStringLocalizer<PreferencesWords> text)
    {
        if (await PublicForm.ReadAsync(context) is not { } form)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var before = Read(token, links, context) is { } link ? await find.RunAsync(link.Target.Contact, context.RequestAborted) : null;
        if (before is null)
        {
            await RenderAsync(context, null, null, new FormErrors(Fields));
            return;
        }

        var language = PublicForm.Speak(context, before.Contact.Language);
        var errors = new FormErrors(Fields);
        var done = await (form["do"].ToString() switch
        {
            "address" => ChangeAddressAsync(context, before, form, errors, text),
            "everything" => LeaveAsync(context, Read(token, links, context)!),
            _ => SaveAsync(context, Read(token, links, context)!, form, language, errors, text),
        });
        if (done is { } what)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = $"/p/{token}?done={what}";
            return;
        }

        context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await RenderAsync(context, before, form, errors);
    }

    private static async Task<string?> SaveAsync(
        HttpContext context, LinkUse link, IFormCollection form, UiLanguage language, FormErrors errors, IStringLocalizer<PreferencesWords> text)
    {
        var pause = form["pause"].ToString().Trim();
        var isDay = DateOnly.TryParseExact(pause, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        var outcome = await context.RequestServices.GetRequiredService<SavePreferences>().ExecuteAsync(
            link,
            new PreferencesDraft
            {
                Lists = [.. form["list"].OfType<string>()],
                Language = form["language"].ToString(),
                PausedUntil = isDay ? day : null,
                PauseIsUnreadable = pause.Length > 0 && !isDay,
                Wording = form["wording"].ToString(),
                WordingLanguage = WordingLanguage(context, language),
            },
            context.RequestAborted);
        if (outcome is PreferencesOutcome.Saved)
            return "saved";
        if (outcome is PreferencesOutcome.Refused refused)
            foreach (var problem in refused.Problems)
                errors.Add(problem.Field, problem.Field == "language" ? text["Language.Unknown"] : text[$"Pause.{problem.Kind}"]);
        else
            errors.Add("", text["WordingChanged"]);
        return null;
    }

    private static async Task<string?> ChangeAddressAsync(
        HttpContext context, Preferences before, IFormCollection form, FormErrors errors, IStringLocalizer<PreferencesWords> text)
    {
        var outcome = await context.RequestServices.GetRequiredService<ChangeAddress>().AskAsync(
            before.Contact.Id, form["address"].ToString(), context.Connection.RemoteIpAddress, context.RequestAborted);
        if (outcome == AddressOutcome.Asked)
            return "address";
        errors.Add("address", text[$"Address.{outcome}"]);
        return null;
    }

    private static async Task<string?> LeaveAsync(HttpContext context, LinkUse link)
    {
        await context.RequestServices.GetRequiredService<Unsubscribe>().RunAsync(
            new UnsubscribeTarget(link.Target.Contact, default, link.Target.Mailing), UnsubscribeScope.Everything, LeavingWay.Link, context.RequestAborted);
        return "everything";
    }

    private static async Task<IResult> DownloadAsync(string token, HttpContext context, ContactLinks links, PersonalData data)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (Read(token, links, context) is not { } link || await data.OfAsync(link.Target.Contact, context.RequestAborted) is not { } all)
            return TypedResults.NotFound();
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(all, Json), "application/json; charset=utf-8", "my-data.json");
    }

    private static async Task AskToDeleteAsync(string token, HttpContext context, ContactLinks links, FindPreferences find)
    {
        if (Read(token, links, context) is { } link && await find.RunAsync(link.Target.Contact, context.RequestAborted) is { } person)
            await RenderDeletionAsync(context, person.Contact.Language, null);
        else
            await RenderAsync(context, null, null, new FormErrors(Fields));
    }

    private static async Task DeleteAsync(string token, HttpContext context, ContactLinks links, FindPreferences find, EraseContact erase)
    {
        var person = Read(token, links, context) is { } link ? await find.RunAsync(link.Target.Contact, context.RequestAborted) : null;
        if (person is not null && await erase.ExecuteAsync(person.Contact.Id, ErasureWay.Person, null, context.RequestAborted) is { } receipt)
            await RenderDeletionAsync(context, person.Contact.Language, receipt.Id.Value);
        else
            await RenderAsync(context, null, null, new FormErrors(Fields));
    }

    private static Task RenderDeletionAsync(HttpContext context, string language, Guid? receipt)
    {
        PublicForm.Speak(context, language);
        return new RazorComponentResult<DeletionPage>(new { Receipt = receipt }).ExecuteAsync(context);
    }

    private static LinkUse? Read(string token, ContactLinks links, HttpContext context) =>
        links.TryRead(LinkPurpose.Preferences, token, out var target) ? new LinkUse(target, token, context.Connection.RemoteIpAddress) : null;

    private static string WordingLanguage(HttpContext context, UiLanguage language)
    {
        var languages = context.RequestServices.GetRequiredService<IOptions<OrganisationOptions>>().Value.Languages;
        return languages.Contains(language.Code) ? language.Code : languages[0];
    }

    private static async Task RenderAsync(HttpContext context, Preferences? preferences, IFormCollection? form, FormErrors errors)
    {
        var language = PublicForm.Speak(context, preferences?.Contact.Language);
        if (preferences is null)
        {
            await new RazorComponentResult<PreferencesUnknownPage> { StatusCode = StatusCodes.Status404NotFound }.ExecuteAsync(context);
            return;
        }

        var services = context.RequestServices;
        var wording = services.GetRequiredService<ConsentWording>().In(WordingLanguage(context, language), context.RequestAborted);
        await new RazorComponentResult<PreferencesPage>(new
        {
            Form = form is null ? PreferencesForm.Of(preferences, services.GetRequiredService<Timing.LocalTime>()) : PreferencesForm.From(form, preferences, services.GetRequiredService<Timing.LocalTime>()),
            preferences.ShownAddress,
            preferences.Lists,
            Wording = wording.Text,
            WordingHash = wording.Hash,
            Languages = services.GetRequiredService<IOptions<OrganisationOptions>>().Value.Languages.ToList(),
            Done = context.Request.Query["done"].ToString(),
            Here = context.Request.Path.Value,
            Errors = errors,
        })
        {
            StatusCode = context.Response.StatusCode,
        }.ExecuteAsync(context);
    }
}
