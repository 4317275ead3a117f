using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Drill;

/// <summary>The settings of a drill. Like a demo's they come from no file and no environment.</summary>
internal static class DrillSettings
{
    /// <summary>The key of the sender.</summary>
    internal const string Sender = "drill";

    /// <summary>Below it nobody has a mailbox (RFC 2606).</summary>
    internal const string Domain = "drill.example";

    private const string Relay = "drill";

    /// <summary>A house over a drill's database, with one sender whose mail goes through one relay.</summary>
    /// <param name="storage">Where its rows live.</param>
    /// <param name="relay">Host and port of the SMTP server; without TLS on loopback, with it elsewhere.</param>
    /// <param name="connections">How many connections it may open.</param>
    /// <param name="templates">The templates folder.</param>
    /// <param name="name">
    /// Which process this is, as a domain label: in its greeting and in its Message-IDs, so that server and ledger both tell
    /// whose message it was.
    /// </param>
    /// <param name="sendBuffer">Bytes that the system may hold for the server; null leaves it to the system.</param>
    internal static Settings Create(StorageOptions storage, Uri relay, int connections, string templates, string name = "outreach", int? sendBuffer = null) => new()
    {
        Organisation = new() { Name = "DigiOne", PublicBaseUrl = new Uri($"https://{Domain}"), Languages = ["fi"] },
        Web = new() { Listen = ["http://127.0.0.1:0"] },
        Storage = storage,
        Relays =
        {
            [Relay] = new()
            {
                Host = relay.Host,
                Port = relay.Port,
                Security = relay.IsLoopback ? RelaySecurity.None : RelaySecurity.StartTls,
                Connections = connections,
                HelloName = $"{name}.{Domain}",
                SendBuffer = sendBuffer,
            },
        },
        Senders = { [Sender] = new() { Name = "DigiOne", Address = $"uutiskirje@{name}.{Domain}", Relays = [Relay] } },
        QuietTimes = new() { Enabled = false },
        // The doubt that a drill's kills leave is no relay's fault.
        Tripwire = new() { CanaryWait = TimeSpan.Zero, InDoubtPercent = 100, DeferredPercent = 100 },
        TemplateFolder = templates,
    };
}
