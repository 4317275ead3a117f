using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Configuration;

public sealed class ConfigurationPlaceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ConfigurationPlaceTests()
    {
        Directory.CreateDirectory(_folder["config"]);
        Directory.CreateDirectory(_folder["templates"]);
        File.WriteAllText(_folder["config/outreach.json"], "{}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("config")]
    [InlineData("config/outreach.json")]
    public void The_folder_its_config_folder_and_the_file_all_lead_to_both(string given)
    {
        var place = ConfigurationPlace.Find(_folder[given]);

        Path.GetFullPath(place.File).ShouldBe(_folder["config/outreach.json"]);
        Path.GetFullPath(place.Templates).ShouldBe(_folder["templates"]);
    }

    [Fact]
    public void Nothing_given_means_the_working_directory() =>
        ConfigurationPlace.Find(null).ShouldBe(new ConfigurationPlace(Path.Combine("config", "outreach.json"), "templates"));

    [Fact]
    public void A_folder_without_configuration_is_refused_with_what_to_do()
    {
        var refused = LoadSettings.From(_folder["templates"], new Dictionary<string, string>()).ShouldBeOfType<LoadedSettings.Refused>();

        refused.Problems.ShouldHaveSingleItem().ToString().ShouldContain("name it with --config");
    }

    public void Dispose() => _folder.Dispose();
}
