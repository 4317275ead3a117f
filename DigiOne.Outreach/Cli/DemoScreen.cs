using System.Globalization;
using DigiOne.Outreach.Demo;
using DigiOne.Outreach.Identity;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DigiOne.Outreach.Cli;

/// <summary>What a demo shows at the terminal: bars that move, or plain lines where nobody watches or no colour is wanted.</summary>
internal sealed class DemoScreen(TextWriter output, IAnsiConsole console, bool live)
{
    internal static DemoScreen On(TextWriter output)
    {
        var live = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new DemoScreen(output, Terminal.On(output, live), live);
    }

    internal void Say(string sentence) => output.WriteLine(sentence);

    /// <summary>Shows where to look.</summary>
    internal void Invite(string address, Uri link, string what)
    {
        // By the writer, not the console, which would break a link that is longer than the line.
        output.WriteLine();
        output.WriteLine($"  Address    {address}");
        output.WriteLine($"  Sign in    {link}");
        output.WriteLine($"             (works once, within {SignInLinks.Lifetime.TotalMinutes:0} minutes)");
        output.WriteLine();
        output.WriteLine(what);
        output.WriteLine();
    }

    /// <summary>Shows the progress that <paramref name="watch"/> reports, until it ends.</summary>
    internal Task<DemoProgress> FollowAsync(Func<Action<DemoProgress>, Task<DemoProgress>> watch) => live
        ? console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new SpinnerColumn())
            .StartAsync(context => watch(new DemoBars(context).Show))
        : watch(new DemoLines(output).Show);

    /// <summary>Shows the sums of the certificates, and what is missing.</summary>
    internal void Account(DemoProgress progress)
    {
        var table = new Table().Border(live ? TableBorder.Rounded : TableBorder.Ascii).AddColumn("Certificate");
        foreach (var heading in new[] { "Candidates", "Accepted", "Skipped", "Rejected", "Cancelled", "In doubt", "Adds up" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var mailing in progress.Mailings)
            table.AddRow([new Text(mailing.Kind.ToString()), .. Sums(mailing)]);
        console.WriteLine();
        console.Write(table);
        output.WriteLine($"The post is published on {progress.Published} of {progress.Publications.Count} rehearsal networks.");
        foreach (var missing in progress.Missing)
            output.WriteLine(missing);
    }

    private static IEnumerable<IRenderable> Sums(DemoMailing mailing)
    {
        var counts = mailing.Certificate?.Counts;
        return new[]
        {
            Number(counts?.Candidates), Number(counts?.Accepted), Number(counts?.Skipped), Number(counts?.Rejected), Number(counts?.Cancelled),
            Number(counts?.InDoubt), counts is null ? "-" : counts.AddsUp ? "yes" : "NO",
        }.Select(cell => new Text(cell));
    }

    private static string Number(int? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
