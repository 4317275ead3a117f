using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Web.Languages;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Web.Public;

/// <summary>The form to subscribe as plain HTML for another website: no script, no style sheet, nothing loaded from anywhere.</summary>
internal sealed class SubscribeSnippet(IOptions<OrganisationOptions> organisation, IStringLocalizer<SubscribeWords> text)
{
    // Letters stay letters for who pastes it; whatever could end an attribute or a tag does not.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The form in one of the languages of the pages.</summary>
    internal string In(string language, IReadOnlyList<ContactList> lists, ShownWording wording)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = UiLanguage.Find(language)!.Culture;
        try
        {
            return Write(language, lists, wording);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private string Write(string language, IReadOnlyList<ContactList> lists, ShownWording wording)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<form method=\"post\" action=\"{Html.Encode(new Uri(organisation.Value.PublicBaseUrl, SubscribePages.Path).AbsoluteUri)}\" lang=\"{language}\">\n");
        html.Append(CultureInfo.InvariantCulture, $"  <p><label for=\"subscribe-email\">{Html.Encode(text["Email"])}</label><br>\n");
        html.Append("  <input id=\"subscribe-email\" name=\"email\" type=\"email\" autocomplete=\"email\" required maxlength=\"254\"></p>\n");
        if (lists.Count == 1)
            html.Append(CultureInfo.InvariantCulture, $"  <input type=\"hidden\" name=\"list\" value=\"{lists[0].Key}\">\n");
        else
            WriteChoice(html, language, lists);
        html.Append(CultureInfo.InvariantCulture, $"  <input type=\"hidden\" name=\"language\" value=\"{language}\">\n");
        html.Append(CultureInfo.InvariantCulture, $"  <input type=\"hidden\" name=\"wording\" value=\"{wording.Hash}\">\n");
        html.Append("  <div aria-hidden=\"true\" style=\"position:absolute;left:-9999px\">\n");
        html.Append(CultureInfo.InvariantCulture, $"    <label>{Html.Encode(text["Trap"])} <input name=\"{SubscribeForm.TrapName}\" tabindex=\"-1\" autocomplete=\"off\"></label>\n  </div>\n");
        html.Append(CultureInfo.InvariantCulture, $"  <p>{Html.Encode(wording.Text)}</p>\n");
        html.Append(CultureInfo.InvariantCulture, $"  <p><button type=\"submit\">{Html.Encode(text["Subscribe"])}</button></p>\n</form>");
        return html.ToString();
    }

    private void WriteChoice(StringBuilder html, string language, IReadOnlyList<ContactList> lists)
    {
        html.Append(CultureInfo.InvariantCulture, $"  <fieldset>\n    <legend>{Html.Encode(text["Lists"])}</legend>\n");
        foreach (var list in lists)
            html.Append(
                CultureInfo.InvariantCulture,
                $"    <p><label><input name=\"list\" type=\"checkbox\" value=\"{list.Key}\"> {Html.Encode(list.NameIn(language))}</label></p>\n");
        html.Append("  </fieldset>\n");
    }
}
