using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>
/// A real SMTP server on a free loopback port that behaves well until told otherwise: <see cref="On"/> and <see cref="Decide"/> for every time,
/// <see cref="Once"/> for the next. It keeps the messages that it took and everything that was said.
/// </summary>
public sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<SmtpStep, Func<string, SmtpAction?>> _always = new();
    private readonly ConcurrentDictionary<SmtpStep, ConcurrentQueue<SmtpAction>> _once = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly Task _accepting;
    private int _connections;
    private int _inside;

    /// <summary>Starts the server.</summary>
    public ScriptedSmtpServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What EHLO announces.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = ["PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "CHUNKING"];

    /// <summary>Shown for STARTTLS, which is offered when there is one.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>TLS from the first byte.</summary>
    public bool TlsFromStart { get; init; }

    /// <summary>The account that AUTH takes, which is offered when there is one.</summary>
    public (string UserName, string Password)? Account { get; init; }

    /// <summary>The SASL mechanisms that AUTH offers: PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-256.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = ["PLAIN"];

    /// <summary>Answers DATA with 354 where no recipient was taken, as RFC 2920 allows.</summary>
    public bool TakesDataForNobody { get; init; }

    /// <summary>How many connections are let in at once; others hear 421 and are closed.</summary>
    public int Room { get; init; } = int.MaxValue;

    /// <summary>How many connections were made.</summary>
    public int Connections => _connections;

    /// <summary>The messages whose final dot came, whatever was answered.</summary>
    public ConcurrentQueue<TakenMail> Taken { get; } = new();

    /// <summary>Those of them that were answered with a 2.</summary>
    public ConcurrentQueue<TakenMail> Accepted { get; } = new();

    /// <summary>The command lines of all connections, in the order in which they came.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>From now on does this at a step.</summary>
    public void On(SmtpStep step, SmtpAction action) => _always[step] = _ => action;

    /// <summary>From now on does at a step what the command's line asks for; null for what a good server does.</summary>
    public void Decide(SmtpStep step, Func<string, SmtpAction?> choose) => _always[step] = choose;

    /// <summary>Does this the next time that a step is reached; several stand in a queue.</summary>
    public void Once(SmtpStep step, SmtpAction action) => _once.GetOrAdd(step, _ => new()).Enqueue(action);

    /// <summary>Whether everything that was asked for with <see cref="Once"/> has been done.</summary>
    public bool HasDoneAll => _once.Values.All(queue => queue.IsEmpty);

    /// <summary>Behaves well again.</summary>
    public void Recover()
    {
        _always.Clear();
        _once.Clear();
    }

    /// <summary>Waits until every connection made so far has been closed by the server.</summary>
    public async Task WaitUntilAllClosedAsync(CancellationToken cancellationToken)
    {
        // A client can be through with a session that is not among them yet.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (_sessions.Count < Connections)
            await Task.Delay(1, patience.Token);
        await Task.WhenAll(_sessions).WaitAsync(patience.Token);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_sessions);
        _listener.Dispose();
        _stop.Dispose();
    }

    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= Room)
            return true;
        Leave();
        return false;
    }

    internal void Leave() => Interlocked.Decrement(ref _inside);

    internal SmtpAction? ActionAt(SmtpStep step, string line)
        => _once.TryGetValue(step, out var queue) && queue.TryDequeue(out var once) ? once
            : _always.TryGetValue(step, out var choose) ? choose(line) : null;

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _sessions.Add(new ScriptedSmtpSession(this, client).RunAsync(_stop.Token));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is being disposed.
        }
    }
}

/// <summary>A message that came as far as its final dot.</summary>
/// <param name="From">The address in MAIL FROM.</param>
/// <param name="To">The addresses in RCPT TO.</param>
/// <param name="Content">The bytes between DATA and the dot, one character each, undone of dot-stuffing.</param>
public sealed record TakenMail(string From, IReadOnlyList<string> To, string Content);
