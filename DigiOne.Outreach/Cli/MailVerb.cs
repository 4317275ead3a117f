using System.CommandLine;
using DigiOne.Outreach.Mail.Reading;

namespace DigiOne.Outreach.Cli;

/// <summary><c>mail read</c>: what is made of mail that came in, without a mailbox or a database.</summary>
internal static class MailVerb
{
    internal static Command Create()
    {
        var place = new Argument<string>("file|folder") { Description = "A mail, or a folder that is read with all below it" };
        var json = Verb.JsonOption();
        var read = new Command("read", "Say what each mail is: bounce, complaint, auto-reply, unsubscribe, reply or other") { place, json };
        read.SetAction((parsed, cancellationToken) => ReadAsync(parsed, parsed.GetValue(place)!, parsed.GetValue(json), cancellationToken));
        return new Command("mail", "Look at mail that came in") { read };
    }

    private static async Task<int> ReadAsync(ParseResult parsed, string place, bool json, CancellationToken cancellationToken)
    {
        if (!File.Exists(place) && !Directory.Exists(place))
            return parsed.Refuse($"{place}: there is no such file or folder.");

        var lines = MailFiles.In(place).Select(file => Line.Of(file, MailFiles.Read(file)));
        if (json)
        {
            await WriteJsonAsync(parsed, lines, cancellationToken);
            return ExitCode.Done;
        }

        foreach (var line in lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            parsed.WriteLine($"{line.Kind,-12}{line.File}");
            foreach (var recipient in line.Recipients)
                parsed.WriteLine($"            {recipient.Permanence.ToString().ToLowerInvariant(),-8}{recipient.Reason,-16}{recipient.Address}");
        }

        return ExitCode.Done;
    }

    // One mail at a time: a folder may hold more of them than memory.
    private static async Task WriteJsonAsync(ParseResult parsed, IEnumerable<Line> lines, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var separator = "[";
        foreach (var line in lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await output.WriteAsync(separator);
            await output.WriteAsync(Verb.ToJson(line));
            separator = ",\n";
        }

        await output.WriteLineAsync(separator == "[" ? "[]" : "]");
    }

    private sealed record Line(string File, string Kind, IReadOnlyList<FailedRecipient> Recipients)
    {
        internal static Line Of(string file, ReadMail mail) =>
            new(file, mail.Kind == MailKind.AutoReply ? "auto-reply" : mail.Kind.ToString().ToLowerInvariant(), mail.Recipients);
    }
}
