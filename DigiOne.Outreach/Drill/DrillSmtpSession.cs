using System.Net.Sockets;
using System.Text;

namespace DigiOne.Outreach.Drill;

/// <summary>
/// One connection to a <see cref="DrillSmtpServer"/>. Replies to commands that came together leave together (RFC 2920
/// 3.2); the reply to a final dot leaves at once.
/// </summary>
internal sealed class DrillSmtpSession(Socket client, ISmtpWitness witness)
{
    private readonly SmtpInput _input = new(client);
    private readonly StringBuilder _replies = new();
    private string _name = "";
    private SmtpTransaction? _transaction;

    /// <summary>Serves until the client goes or the witness drops it.</summary>
    /// <exception cref="SocketException">The client is gone.</exception>
    internal async Task RunAsync(CancellationToken stop)
    {
        Reply("220 drill ESMTP");
        while (true)
        {
            if (!_input.HasLine)
                await FlushAsync(stop);
            if (await _input.LineAsync(stop) is not { } line || !await AnswerAsync(line, stop))
                return;
        }
    }

    private async ValueTask<bool> AnswerAsync(string line, CancellationToken stop)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        switch ((blank < 0 ? line : line[..blank]).ToUpperInvariant())
        {
            case "EHLO" or "HELO":
                _name = line[(blank + 1)..];
                Reply("250-drill\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES");
                return true;
            case "MAIL":
                _transaction = new SmtpTransaction(_name);
                await witness.BeginsAsync(_transaction, stop);
                Reply("250 2.1.0 Ok");
                return true;
            case "RCPT" when _transaction is not null:
                _transaction.Recipients.Add(AddressIn(line));
                Reply("250 2.1.5 Ok");
                return true;
            case "DATA" when _transaction is { Recipients.Count: > 0 } transaction:
                _transaction = null;
                return await TakeAsync(transaction, stop);
            case "RSET" or "NOOP":
                _transaction = null;
                Reply("250 2.0.0 Ok");
                return true;
            case "QUIT":
                Reply("221 2.0.0 Bye");
                await FlushAsync(stop);
                return false;
            case "RCPT" or "DATA":
                Reply("503 5.5.1 Not now");
                return true;
            default:
                Reply("500 5.5.1 What?");
                return true;
        }
    }

    private async ValueTask<bool> TakeAsync(SmtpTransaction transaction, CancellationToken stop)
    {
        Reply("354 Go on");
        await FlushAsync(stop);
        if (!await _input.SomethingAsync(stop))
            return false;
        await witness.BodyComesAsync(transaction, stop);
        if (await _input.MessageAsync(stop) is not { } content)
            return false;

        transaction.Content = content;
        if (!await witness.TakesAsync(transaction, stop))
            return false;
        Reply("250 2.0.0 Ok");
        await FlushAsync(stop);
        witness.Replied(transaction);
        return true;
    }

    private void Reply(string text) => _replies.Append(text).Append("\r\n");

    private async ValueTask FlushAsync(CancellationToken stop)
    {
        if (_replies.Length == 0)
            return;
        await client.SendAsync(Encoding.ASCII.GetBytes(_replies.ToString()), stop);
        _replies.Clear();
    }

    private static string AddressIn(string line)
    {
        var start = line.IndexOf('<', StringComparison.Ordinal) + 1;
        var end = line.IndexOf('>', start);
        return end < 0 ? line : line[start..end];
    }
}
