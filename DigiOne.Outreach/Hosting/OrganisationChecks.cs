using DigiOne.Outreach.Configuration;
using NodaTime;

namespace DigiOne.Outreach.Hosting;

internal static class OrganisationChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(OrganisationOptions organisation)
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
