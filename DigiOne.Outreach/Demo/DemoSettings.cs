using DigiOne.Outreach.Hosting;

namespace DigiOne.Outreach.Demo;

/// <summary>
/// The settings of a demo. They come from no file and no environment, so that no relay, mailbox or database of theirs is
/// ever used, and a broken configuration does not keep anybody from looking.
/// </summary>
internal static class DemoSettings
{
    /// <summary>Who the one-time link signs in.</summary>
    internal const string Person = "demo@digione.example";

    /// <summary>The sender of newsletters.</summary>
    internal const string NewsletterSender = "uutiskirje";

    /// <summary>The sender of invitations and reminders.</summary>
    internal const string SessionSender = "tietoiskut";

    /// <summary>The demo's data, below the working directory's.</summary>
    internal static readonly string DataFolder = Path.Combine("data", "demo");

    /// <summary>Settings for one port of this machine.</summary>
    internal static Settings Create(int port, string templateFolder)
    {
        var address = $"http://localhost:{port}";
        return new Settings
        {
            Organisation = new() { Name = "DigiOne", PublicBaseUrl = new Uri(address) },
            Web = new() { Listen = [address] },
            Storage = new() { DataFolder = DataFolder },
            Senders =
            {
                [NewsletterSender] = new() { Name = "DigiOne", Address = "uutiskirje@digione.example", ReplyTo = "viesti@digione.example" },
                [SessionSender] = new() { Name = "DigiOne", Address = "tietoiskut@digione.example", ReplyTo = "viesti@digione.example" },
            },
            DefaultSender = NewsletterSender,
            CaptureOnly = true,
            QuietTimes = new() { Enabled = false },
            Tripwire = new() { CanaryWait = TimeSpan.Zero },
            TemplateFolder = templateFolder,
        };
    }
}
