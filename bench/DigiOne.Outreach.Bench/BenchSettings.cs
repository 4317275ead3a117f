using DigiOne.Outreach.Hosting;

namespace DigiOne.Outreach.Bench;

/// <summary>The embedded house in a folder that is thrown away: SQLite as in production, mail into the capture folder.</summary>
internal static class BenchSettings
{
    internal static Settings In(string folder)
    {
        var settings = new Settings
        {
            Storage = new() { DataFolder = folder },
            TemplateFolder = Path.Combine(Root, "templates"),
            Senders = { ["bench"] = new() { Name = "Bench", Address = "bench@digione.example" } },
        };
        settings.Organisation.Name = "Bench";
        settings.Organisation.PublicBaseUrl = new Uri("https://viesti.example");
        settings.QuietTimes.Enabled = false;
        settings.Web.Listen = ["http://127.0.0.1:0"];
        return settings;
    }

    /// <summary>The repository.</summary>
    internal static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The program in the form that is shipped, which <c>bench/run.sh</c> publishes.</summary>
    internal static string Program => Path.Combine(Root, "artifacts", "shipped", "DigiOne.Outreach.dll");

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "DigiOne.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
