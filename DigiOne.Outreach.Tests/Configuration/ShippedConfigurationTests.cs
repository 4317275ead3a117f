using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Configuration;

public sealed class ShippedConfigurationTests
{
    [Fact]
    public void The_shipped_configuration_works_as_it_is()
    {
        var settings = LoadSettings.From(SourceTree.Root, new Dictionary<string, string>()).ShouldBeOfType<LoadedSettings.Valid>().Settings;

        settings.Organisation.Name.ShouldBe("DigiOne");
        settings.Organisation.Languages.ShouldBe(["fi", "sv", "en"]);
        settings.Relays.ShouldBeEmpty();
        settings.Senders.Keys.ShouldBe(["digione"]);
        settings.Senders["digione"].Address.ShouldEndWith(".example");
        settings.Storage.SqlitePath.ShouldBe(Path.Combine("data", "outreach.db"));
        settings.QuietTimes.Months.ShouldBe([7]);
    }
}
