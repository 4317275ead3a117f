using System.Globalization;
using DigiOne.Outreach.Web.Languages;

namespace DigiOne.Outreach.Web.Public;

/// <summary>
/// What the public pages have in common. They ask for no antiforgery token: a link's token is the authority, or there is
/// none to misuse, and a form may stand on another website.
/// </summary>
internal static class PublicForm
{
    /// <summary>The longest form that is read.</summary>
    internal const int MaxBytes = 16 * 1024;

    /// <summary>The form; null where it cannot be read, or holds the character U+0000, which nobody means.</summary>
    internal static async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        try
        {
            var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
            return form.Any(field => field.Value.Any(value => value?.Contains('\0', StringComparison.Ordinal) == true)) ? null : form;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or NotSupportedException || unreadable.GetType() == typeof(IOException))
        {
            return null;
        }
    }

    /// <summary>
    /// Lets the page speak the reader's language, and be kept by nobody. What the reader chose on a page, or a link said, goes
    /// before what we know of them, and that before what the browser asks for.
    /// </summary>
    internal static UiLanguage Speak(HttpContext context, string? known)
    {
        context.Response.Headers.CacheControl = "no-store";
        var language = UiLanguage.Find(context.Request.Query[ChosenLanguage.Query]) ?? UiLanguage.Find(context.Request.Cookies[ChosenLanguage.Cookie])
            ?? UiLanguage.Find(known) ?? UiLanguage.Current;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language.Culture;
        return language;
    }
}
