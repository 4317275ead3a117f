using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>One connection to a <see cref="ScriptedSmtpServer"/>.</summary>
internal sealed class ScriptedSmtpSession(ScriptedSmtpServer server, TcpClient client) : IDisposable
{
    private readonly StringBuilder _content = new();
    private readonly List<string> _to = [];
    private Stream _stream = client.GetStream();
    private StreamReader _reader = StreamReader.Null;
    private string? _from;
    private bool _isSecure;

    // A line that was read before its turn, to see whether it is there.
    private Task<string?>? _next;

    internal async Task RunAsync(CancellationToken stop)
    {
        using var _ = this;
        var isInside = server.TryEnter();
        try
        {
            if (!isInside)
            {
                await WriteAsync("421 4.7.0 too many connections\r\n", stop);
                return;
            }

            if (server.TlsFromStart)
                await SecureAsync(stop);

            // Or pieces of an answer would be put together on their way.
            client.NoDelay = true;
            Listen();
            if (!await DoAsync(SmtpStep.Greeting, "", "220 scripted.test ESMTP", stop))
                return;

            while (await TakeLineAsync(stop) is { } line)
            {
                server.Commands.Enqueue(line);
                if (!await ObeyAsync(line, stop))
                    return;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The other side left, or the server is being disposed.
        }
        finally
        {
            if (isInside)
                server.Leave();
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
        client.Dispose();
    }

    private async Task<bool> ObeyAsync(string line, CancellationToken stop)
    {
        var verb = line.Split(' ', ':')[0].ToUpperInvariant();
        switch (verb)
        {
            case "EHLO" or "HELO":
                return await DoAsync(SmtpStep.Hello, line, Hello(), stop);
            case "STARTTLS":
                if (!await DoAsync(SmtpStep.StartTls, line, "220 2.0.0 go ahead", stop))
                    return false;
                await SecureAsync(stop);
                Listen();
                return true;
            case "AUTH":
                return await DoAsync(SmtpStep.Auth, line, await IsAccountAsync(line, stop) ? "235 2.7.0 welcome" : "535 5.7.8 wrong user name or password", stop);
            case "MAIL":
                return await DoAsync(SmtpStep.Mail, line, _from is null ? "250 2.1.0 ok" : "503 5.5.1 nested MAIL", stop, () => _from = AddressIn(line));
            case "RCPT":
                return await DoAsync(SmtpStep.Recipient, line, _from is null ? "503 5.5.1 need MAIL" : "250 2.1.5 ok", stop, () => _to.Add(AddressIn(line)));
            case "DATA":
                return await TakeAsync(line, stop);
            case "RSET":
                Forget();
                return await DoAsync(SmtpStep.Reset, line, "250 2.0.0 ok", stop);
            case "QUIT":
                await DoAsync(SmtpStep.Quit, line, "221 2.0.0 bye", stop);
                return false;
            default:
                return await DoAsync(SmtpStep.Quit, line, "500 5.5.1 what?", stop);
        }
    }

    private async Task<bool> TakeAsync(string command, CancellationToken stop)
    {
        var action = server.ActionAt(SmtpStep.Data, command);
        if (action is null && _to.Count == 0 && !server.TakesDataForNobody)
            action = SmtpAction.Reply("554 5.5.1 no valid recipients");
        if (action is not null)
            return await DoAsync(action, stop);

        await WriteAsync("354 go on\r\n", stop);
        _content.Clear();
        while (await _reader.ReadLineAsync(stop) is { } line)
        {
            if (line == ".")
                return await EndAsync(stop);

            _content.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            if (_content.Length < 200 && server.ActionAt(SmtpStep.Body, line) is { } interruption && !await DoAsync(interruption, stop))
                return false;
        }

        return false;
    }

    private async Task<bool> EndAsync(CancellationToken stop)
    {
        var (from, to) = (_from!, _to.ToArray());
        Forget();
        if (to.Length == 0)
            return await DoAsync(SmtpAction.Reply("554 5.5.1 no valid recipients"), stop);

        var mail = new TakenMail(from, to, _content.ToString());
        server.Taken.Enqueue(mail);
        return await DoAsync(SmtpStep.Dot, from, "250 2.0.0 queued", stop, () => server.Accepted.Enqueue(mail));
    }

    private void Forget()
    {
        _from = null;
        _to.Clear();
    }

    private Task<bool> DoAsync(SmtpStep step, string line, string good, CancellationToken stop, Action? whenTaken = null)
    {
        var action = server.ActionAt(step, line);
        if (action is SmtpAction.Choice choice)
            action = NextLineAsync(stop).IsCompleted ? choice.Choose() : null;
        action ??= SmtpAction.Reply(good);
        if (action is SmtpAction.Answer { Bytes: ['2', >= '0' and <= '9', >= '0' and <= '9', ..] })
            whenTaken?.Invoke();

        return DoAsync(action, stop);
    }

    private async Task<bool> DoAsync(SmtpAction action, CancellationToken stop)
    {
        switch (action)
        {
            case SmtpAction.Answer answer:
                if (answer.AfterNext)
                    await NextLineAsync(stop);
                await Task.Delay(answer.After, stop);
                await answer.When.WaitAsync(stop);
                foreach (var piece in answer.InPieces ? answer.Bytes.Select(c => c.ToString()) : [answer.Bytes])
                    await WriteAsync(piece, stop);
                return !answer.ThenCloses;
            case SmtpAction.Leave { ByReset: true }:
                // Closing without lingering is how a socket sends RST.
                client.LingerState = new LingerOption(true, 0);
                return false;
            case SmtpAction.Mute:
                await Task.Delay(Timeout.Infinite, stop);
                return false;
            default:
                return false;
        }
    }

    private Task<string?> NextLineAsync(CancellationToken stop) => _next ??= _reader.ReadLineAsync(stop).AsTask();

    private Task<string?> TakeLineAsync(CancellationToken stop)
    {
        var line = NextLineAsync(stop);
        _next = null;
        return line;
    }

    private string Hello()
    {
        List<string> lines = ["scripted.test", .. server.Extensions];
        if (server.Certificate is not null && !_isSecure)
            lines.Add("STARTTLS");
        if (server.Account is not null)
            lines.Add($"AUTH {string.Join(' ', server.Mechanisms)}");

        return string.Concat(lines.Select((line, i) => $"250{(i == lines.Count - 1 ? ' ' : '-')}{line}\r\n"));
    }

    private async Task<bool> IsAccountAsync(string line, CancellationToken stop)
    {
        if (server.Account is not { } account || line.Split(' ') is not [_, var name, .. var initial] || !server.Mechanisms.Contains(name))
            return false;

        return await ScriptedSasl.RunAsync(name, account, initial is [var said] ? said : null, async challenge =>
        {
            await WriteAsync($"334 {challenge}\r\n", stop);
            return await _reader.ReadLineAsync(stop) ?? throw new IOException("The client left in the middle of AUTH.");
        });
    }

    private async Task SecureAsync(CancellationToken stop)
    {
        var secure = new SslStream(_stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = server.Certificate }, stop);
        (_stream, _isSecure) = (secure, true);
    }

    // A character for a byte, so that nothing of the message is lost before a test has looked at it.
    private void Listen() => _reader = new StreamReader(_stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, bufferSize: 1024, leaveOpen: true);

    private async Task WriteAsync(string bytes, CancellationToken stop)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(bytes), stop);
        await _stream.FlushAsync(stop);
    }

    // UTF-8 in a command line is put together again here.
    private static string AddressIn(string line)
    {
        var start = line.IndexOf('<', StringComparison.Ordinal) + 1;
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line[start..line.IndexOf('>', start)]));
    }
}
