using System.Collections.Concurrent;
using System.Text;

namespace DigiOne.Outreach.Drill;

/// <summary>
/// The server's side of a crash drill. It records whom it accepted, hits the process of a chosen transaction at a chosen
/// point, and holds transactions back so that there is mail left for every kill.
/// </summary>
/// <param name="crew">The processes that send.</param>
/// <param name="random">Of the pauses before replies.</param>
internal sealed class CrashWitness(WorkerCrew crew, Random random) : ISmtpWitness
{
    private const int LongestPause = 20;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _taken = new();
    private readonly Lock _lock = new();
    private Ambush? _ambush;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lateKills;
    private int _begun;
    private int _allowed;
    private bool _released;

    /// <summary>Recipients whose message was accepted, each with its Message-IDs in the order of acceptance.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Taken =>
        _taken.ToDictionary(taken => taken.Key, taken => (IReadOnlyList<string>)[.. taken.Value]);

    /// <summary>How many were accepted.</summary>
    internal int Count => _taken.Count;

    /// <summary>How many kills before a final dot turned out to come after it: the server got the message all the same.</summary>
    internal int LateKills => _lateKills;

    /// <summary>Lets so many more transactions begin.</summary>
    internal void Allow(int more)
    {
        lock (_lock)
        {
            _allowed = _begun + more;
            Wake();
        }
    }

    /// <summary>Lets all come, without pauses.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            _released = true;
            Wake();
        }
    }

    /// <summary>Lies in wait for a transaction that reaches a point.</summary>
    /// <param name="point">One of the three in a transaction, or <see cref="KillPoint.Anywhen"/>, which only tells whose it was.</param>
    /// <param name="number">The how many-eth that reaches it from now on, from 1 up.</param>
    /// <returns>The name of the process; at a point in a transaction it has been killed.</returns>
    internal Task<string> AmbushAsync(KillPoint point, int number)
    {
        var ambush = new Ambush(point, number);
        lock (_lock)
            _ambush = ambush;
        return ambush.Victim.Task;
    }

    /// <inheritdoc />
    public async ValueTask BeginsAsync(SmtpTransaction transaction, CancellationToken stop)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_released || _begun < _allowed)
                {
                    _begun++;
                    break;
                }

                more = _more.Task;
            }

            await more.WaitAsync(stop);
        }

        Hit(KillPoint.Anywhen, transaction);
    }

    /// <inheritdoc />
    public ValueTask BodyComesAsync(SmtpTransaction transaction, CancellationToken stop)
    {
        transaction.IsCut = Hit(KillPoint.BeforeDot, transaction);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask<bool> TakesAsync(SmtpTransaction transaction, CancellationToken stop)
    {
        var id = MessageId(transaction.Content.Span);
        foreach (var recipient in transaction.Recipients)
            _taken.GetOrAdd(recipient, _ => new()).Enqueue(id);
        if (transaction.IsCut)
            Interlocked.Increment(ref _lateKills);
        if (Hit(KillPoint.AfterDot, transaction))
            return false;

        int pause;
        lock (_lock)
            pause = _released ? 0 : random.Next(LongestPause);
        if (pause > 0)
            await Task.Delay(pause, stop);
        return true;
    }

    /// <inheritdoc />
    public void Replied(SmtpTransaction transaction) => Hit(KillPoint.AfterReply, transaction);

    private bool Hit(KillPoint point, SmtpTransaction transaction)
    {
        var process = transaction.Client.Split('.')[0];
        Ambush ambush;
        lock (_lock)
        {
            // The network still brings what a dead process has said.
            if (_ambush is not { } laid || laid.Point != point || !crew.Names.Contains(process) || --laid.Left > 0)
                return false;
            ambush = laid;
            _ambush = null;
        }

        if (point != KillPoint.Anywhen)
            crew.Kill(process);
        ambush.Victim.SetResult(process);
        return true;
    }

    private void Wake()
    {
        _more.SetResult();
        _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static string MessageId(ReadOnlySpan<byte> content)
    {
        var start = content.IndexOf("Message-Id: <"u8);
        if (start < 0)
            start = content.IndexOf("Message-ID: <"u8);
        if (start < 0)
            return "";
        var rest = content[(start + "Message-ID: <"u8.Length)..];
        var end = rest.IndexOf((byte)'>');
        return end < 0 ? "" : Encoding.ASCII.GetString(rest[..end]);
    }

    private sealed class Ambush(KillPoint point, int number)
    {
        internal KillPoint Point { get; } = point;

        internal int Left { get; set; } = number;

        internal TaskCompletionSource<string> Victim { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
