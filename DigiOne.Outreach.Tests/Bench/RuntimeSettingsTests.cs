using System.Text.Json;

namespace DigiOne.Outreach.Tests.Bench;

public sealed class RuntimeSettingsTests
{
    [Theory]
    [InlineData("DigiOne.Outreach")]
    [InlineData("DigiOne.Outreach.Bench")]
    public void What_is_shipped_and_what_measures_it_run_alike(string program)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json")));
        var settings = file.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        settings.GetProperty("System.GC.Server").GetBoolean().ShouldBeFalse();
        settings.GetProperty("System.Runtime.TieredPGO").GetBoolean().ShouldBeFalse();
        settings.GetProperty("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit").GetInt32().ShouldBe(0);
    }
}
