using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Hosting;

/// <summary>What one value alone cannot tell: the checks of every section.</summary>
internal static class SettingsChecks
{
    internal static IEnumerable<ConfigurationProblem> All(Settings settings) =>
    [
        .. OrganisationChecks.Of(settings.Organisation, WordLanguages.In(settings.TemplateFolder)),
        .. WebChecks.Of(settings.Web),
        .. AttributeChecks.Of(settings.Attributes),
        .. StorageChecks.Of(settings.Storage),
        .. MailChecks.Of(settings.Mail),
        .. InboundChecks.Of(settings.Inbound),
        .. DeliveryChecks.Of(settings.Delivery),
        .. QuietTimesChecks.Of(settings.QuietTimes, settings.Mail),
    ];
}
