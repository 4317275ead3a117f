using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace DigiOne.Outreach.Mail;

/// <summary>Hands messages over on one open wire, one after the other (RFC 5321 3.3, RFC 2920).</summary>
internal sealed class SmtpTransaction(SmtpWire wire, SmtpFeatures features, RelayOptions options)
{
    private const int Closing = 421;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private bool _hasRemains;
    private bool _isSenderTaken;
    private bool _isDotGone;
    private (SmtpStage Stage, SmtpReply Reply)? _refusal;

    /// <summary>Whether both sides agree that the last message is over, so that another may follow.</summary>
    internal bool IsUsable { get; private set; } = true;

    /// <summary>What ended the last message before its answer; null where it was answered.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>The message whose envelope has been said and which the server waits for; null when none is.</summary>
    internal WireMessage? Announced { get; private set; }

    /// <summary>
    /// Says the envelope and DATA of the message that <see cref="SendAsync"/> takes next. Without PIPELINING nothing is said:
    /// each command would have to wait for the last one's reply.
    /// </summary>
    internal async ValueTask AnnounceAsync(WireMessage message)
    {
        if (!features.Pipelining)
            return;

        Begin();
        Announced = message;
        try
        {
            await SayAsync(message);
            // What follows is the ledger's time, not the server's.
            wire.LimitTo(Timeout.InfiniteTimeSpan);
        }
        catch (Exception failure)
        {
            // The hand-over tells it.
            Failure = failure;
        }
    }

    /// <summary>Hands over one message. Never throws: what the server and the network did is the answer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<HandOver> SendAsync(WireMessage message)
    {
        var isAnnounced = Announced is not null;
        Announced = null;
        if (!isAnnounced)
            Begin();
        else if (Failure is { } unsaid)
            return SmtpVerdict.OfSilence(unsaid, isSenderTaken: false, isDotGone: false);

        try
        {
            if (!await AskAsync(message, isAnnounced))
                return Refused();

            await WriteAsync(message.Content);
            _isDotGone = true;
            var code = await wire.ReadAsync();
            wire.LimitTo(Timeout.InfiniteTimeSpan);
            if (wire.HasMore && wire.IsContradicted())
                return new HandOver.InDoubt($"The message had left, and was answered twice: first {wire.Reply}");

            IsUsable = code != Closing && !wire.HasMore;
            _hasRemains = false;
            return SmtpVerdict.OfAnswer(wire.Reply);
        }
        catch (Exception failure)
        {
            // Whatever it was: the caller's ledger must learn what became of the message.
            Failure = failure;
            return _refusal is { } refusal ? SmtpVerdict.OfRefusal(refusal.Stage, refusal.Reply) : SmtpVerdict.OfSilence(failure, _isSenderTaken, _isDotGone);
        }
    }

    private void Begin() => (IsUsable, _isSenderTaken, _isDotGone, _refusal, Failure) = (false, false, false, null, null);

    /// <summary>Says everything up to DATA in one go.</summary>
    private ValueTask SayAsync(WireMessage message)
    {
        wire.LimitTo(options.Timeout);
        return wire.SendAsync(Write(First, SmtpStage.Data, message));
    }

    private SmtpStage First => _hasRemains ? SmtpStage.Reset : SmtpStage.Mail;

    /// <summary>Says everything up to DATA, in one go where the server takes that, and hears the answers.</summary>
    /// <returns>Whether the server waits for the message, and its recipient is taken.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AskAsync(WireMessage message, bool isSaid)
    {
        wire.LimitTo(options.Timeout);
        var first = First;
        if (features.Pipelining && !isSaid)
            await SayAsync(message);

        _hasRemains = true;
        for (var stage = first; stage <= SmtpStage.Data; stage++)
        {
            if (!features.Pipelining)
                await wire.SendAsync(Write(stage, stage, message));

            var code = await wire.ReadAsync();
            if (code >= 400)
                _refusal ??= (stage, wire.Reply);
            else if (code >= 300 != (stage == SmtpStage.Data))
                throw new SmtpNonsenseException($"The relay answered {stage} with {code}");
            else
                _isSenderTaken |= stage == SmtpStage.Mail;

            if (code == Closing || (_refusal is not null && !features.Pipelining))
                break;
            if (_refusal is not null && stage == SmtpStage.Data && code < 400)
                await TakeBackAsync();
        }

        return !wire.HasMore ? _refusal is null : throw new SmtpNonsenseException("The relay answered more than it was asked");
    }

    /// <summary>Ends a message that nobody is to get, since its recipient was refused and the server waits for it all the same (RFC 2920 3.1).</summary>
    private async ValueTask TakeBackAsync()
    {
        if (_refusal is not (SmtpStage.Recipient, _))
            throw new SmtpNonsenseException("The relay refused the sender, took the recipient, and waits for the message");

        ".\r\n"u8.CopyTo(wire.Outgoing);
        await wire.SendAsync(".\r\n"u8.Length);
        await wire.ReadAsync();
        _hasRemains = false;
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> content)
    {
        var text = new DotStuffing(content);
        try
        {
            while (text.Write(wire.Outgoing) is > 0 and var count)
            {
                // The last piece shares its time with the answer, so that no moment between them can make doubt.
                wire.LimitTo(text.IsEnded ? options.FinalReplyTimeout : options.Timeout);
                await wire.SendAsync(count);
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await HearWhyAsync();
            throw;
        }
    }

    /// <summary>A server that leaves in the middle of a message has often said why.</summary>
    private async ValueTask HearWhyAsync()
    {
        try
        {
            wire.LimitTo(LastWords);
            if (await wire.ReadAsync() >= 400)
                _refusal = (SmtpStage.Dot, wire.Reply);
        }
        catch (Exception failure) when (failure is IOException or SocketException or TimeoutException)
        {
            // It has not: the failure of the write is what is known.
        }
    }

    private HandOver Refused()
    {
        var (stage, reply) = _refusal!.Value;
        wire.LimitTo(Timeout.InfiniteTimeSpan);
        IsUsable = reply.Code != Closing && stage != SmtpStage.Reset;
        return SmtpVerdict.OfRefusal(stage, reply);
    }

    private int Write(SmtpStage first, SmtpStage last, WireMessage message)
    {
        var commands = new SmtpCommands(wire.Outgoing);
        for (var stage = first; stage <= last; stage++)
            commands.Add(stage, message, features);

        return commands.Length;
    }
}
