using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DigiOne.Outreach.Demo;
using DigiOne.Outreach.Hosting;

namespace DigiOne.Outreach.Cli;

/// <summary><c>demo</c>: a made-up workspace that sends at once, to the capture folder and the rehearsal networks only.</summary>
internal static class DemoVerb
{
    internal static Command Create()
    {
        var port = new Option<int>("--port")
        {
            Description = "Port on this machine",
            DefaultValueFactory = _ => 5080,
            CustomParser = ReadPort,
        };
        var exitWhenDone = new Option<bool>("--exit-when-done")
        {
            Description = "End when all is delivered, with 0 if every certificate adds up and every post is published, else with 1",
        };
        var verb = new Command("demo", "Show it at work with made-up people; sends to nobody") { port, exitWhenDone };
        verb.SetAction((parsed, cancellationToken) => RunAsync(parsed, parsed.GetValue(port), parsed.GetValue(exitWhenDone), cancellationToken));
        return verb;
    }

    private static int ReadPort(ArgumentResult result)
    {
        if (ushort.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var port) && port > 0)
            return port;

        result.AddError($"'{result.Tokens[0].Value}' is no port from 1 to 65535.");
        return 0;
    }

    private static async Task<int> RunAsync(ParseResult parsed, int port, bool exitWhenDone, CancellationToken cancellationToken)
    {
        var templates = ConfigurationPlace.Find(parsed.GetValue(Verb.Config)).Templates;
        if (!Directory.Exists(templates))
        {
            parsed.WriteError($"There is no folder {templates}. Start in the folder that holds config/ and templates/, or name it with --config.");
            return ExitCode.Misused;
        }

        var settings = DemoSettings.Create(port, templates);
        var folder = settings.Storage.DataFolder;
        if (DemoFolder.BelongsToSomebodyElse(folder))
        {
            parsed.WriteError($"{Path.GetFullPath(folder)} holds something that no demo has made. The demo would delete it: move it away first.");
            return ExitCode.Failed;
        }

        DemoFolder.Mark(folder);
        using var place = ServingPlace.TryTake(settings.Storage);
        if (place is null)
        {
            parsed.WriteError($"Another demo runs in {Path.GetFullPath(folder)} already. Stop it first.");
            return ExitCode.Failed;
        }

        if (IsTaken(port))
        {
            parsed.WriteError($"Another program listens on port {port} of this machine. Stop it, or choose another with --port.");
            return ExitCode.Failed;
        }

        DemoFolder.Wipe(folder);
        return await ShowDemo.RunAsync(settings, parsed, exitWhenDone, cancellationToken);
    }

    // Asked before anything is wiped; Kestrel has the last word.
    private static bool IsTaken(int port)
    {
        using var asking = new TcpListener(IPAddress.Loopback, port);
        try
        {
            asking.Start();
            return false;
        }
        catch (SocketException refusal)
        {
            return refusal.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
