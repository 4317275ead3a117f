using System.ComponentModel.DataAnnotations;

namespace DigiOne.Outreach.Configuration;

/// <summary>Who sends, and in which languages: section <c>Organisation</c>.</summary>
public sealed class OrganisationOptions
{
    /// <summary>The name that recipients see in the footer of every mail.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>The public address of this service, without a path, e.g. <c>https://viesti.digione.fi</c>. Links in mails start with it.</summary>
    [Required]
    public Uri PublicBaseUrl { get; set; } = null!;

    /// <summary>BCP 47 languages that content is written in, the first one being the fallback. Default <c>fi, sv, en</c>.</summary>
    public IList<string> Languages { get; set; } = ["fi", "sv", "en"];

    /// <summary>IANA zone of dates that people type and read. Default <c>Europe/Helsinki</c>.</summary>
    public string TimeZone { get; set; } = "Europe/Helsinki";

    /// <summary>What differs by language in the order of <see cref="Languages"/>; languages that it does not name come last.</summary>
    internal IEnumerable<T> InOrder<T>(IEnumerable<T> items, Func<T, string> languageOf) =>
        items.OrderBy(item => Languages.IndexOf(languageOf(item)) is var place and >= 0 ? place : int.MaxValue).ThenBy(languageOf, StringComparer.Ordinal);
}
