using DigiOne.Outreach.Configuration;
using NodaTime;

namespace DigiOne.Outreach.Hosting;

internal static class OrganisationChecks
{
    /// <param name="organisation">What is checked.</param>
    /// <param name="worded">Languages that the templates have words in; null where they have no words.</param>
    internal static IEnumerable<ConfigurationProblem> Of(OrganisationOptions organisation, IReadOnlyCollection<string>? worded)
    {
        if (organisation.PublicBaseUrl is { } address && !IsPublicBase(address))
            yield return new(
                "Organisation:PublicBaseUrl", "recipients cannot safely reach this address",
                "give https://, a host and nothing after it; http:// only for localhost");

        if (organisation.Languages.Count == 0)
            yield return new("Organisation:Languages", "the list is empty", "name at least one language, the fallback first, e.g. [\"fi\", \"sv\", \"en\"]");

        foreach (var (index, tag) in organisation.Languages.Index())
        {
            if (!LanguageTag.IsKnown(tag))
                yield return new($"Organisation:Languages:{index}", $"'{tag}' is not a known language", "give a BCP 47 tag such as fi, sv or en");
            else if (organisation.Languages.IndexOf(tag) < index)
                yield return new($"Organisation:Languages:{index}", $"'{tag}' stands twice", "name every language once");
            // Mails in it would fail one by one, and who types sw for sv has named Swahili.
            else if (worded is not null && !worded.Contains(tag) && !worded.Contains(tag.Split('-')[0]))
                yield return new(
                    $"Organisation:Languages:{index}", $"templates/words.json has no words in '{tag}'",
                    NearestName.To(tag, worded) is { } near ? $"add them there, or did you mean {near}?" : $"add them there, or name one that it has: {string.Join(", ", worded)}");
        }

        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(organisation.TimeZone) is null)
            yield return new(
                "Organisation:TimeZone", $"'{organisation.TimeZone}' is not a known time zone",
                NearestName.To(organisation.TimeZone, DateTimeZoneProviders.Tzdb.Ids) is { } near
                    ? $"did you mean {near}?"
                    : "give an IANA name such as Europe/Helsinki");
    }

    private static bool IsPublicBase(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0 && address.PathAndQuery == "/" && address.Fragment.Length == 0;
}
