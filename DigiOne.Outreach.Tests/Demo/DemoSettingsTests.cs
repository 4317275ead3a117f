using DigiOne.Outreach.Demo;
using DigiOne.Outreach.Hosting;

namespace DigiOne.Outreach.Tests.Demo;

public sealed class DemoSettingsTests
{
    [Fact]
    public void Demo_is_configured_as_anybody_may_be_and_knows_who_sends_what_names_no_sender()
    {
        var settings = DemoSettings.Create(5080, "templates");

        SettingsChecks.All(settings).ShouldBeEmpty();
        settings.Senders.Keys.ShouldContain(settings.DefaultSender.ShouldNotBeNull());
    }
}
