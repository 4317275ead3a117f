using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>The settings of a house under test.</summary>
internal static class OutreachSettings
{
    /// <summary>A house over this database, with one sender whose mail is captured, and no quiet times.</summary>
    internal static Settings On(TestDatabase database)
    {
        var settings = new Settings
        {
            Storage = database.Settings,
            DefaultSender = "digione",
            TemplateFolder = SourceTree.At("templates"),
            Senders = { ["digione"] = new SenderOptions { Name = "DigiOne", Address = "uutiskirje@digione.example" } },
        };
        settings.Organisation.Name = "Kuntien DigiOne";
        settings.Organisation.PublicBaseUrl = new Uri("https://viesti.digione.example");
        settings.QuietTimes.Enabled = false;
        settings.Web.Listen = ["http://127.0.0.1:0"];
        return settings;
    }

    /// <summary>Sends through a relay on loopback.</summary>
    internal static void SendThrough(this Settings settings, int port, int connections = 2)
    {
        settings.Relays["rele"] = new RelayOptions
        {
            Host = "127.0.0.1",
            Port = port,
            Security = RelaySecurity.None,
            Connections = connections,
            Timeout = TimeSpan.FromSeconds(5),
            FinalReplyTimeout = TimeSpan.FromSeconds(10),
        };
        settings.Senders["digione"].Relays = ["rele"];
    }
}
