using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace DigiOne.Outreach.Mail;

/// <summary>Hands messages over on one open wire, one after the other (RFC 5321 3.3, RFC 2920).</summary>
internal sealed class SmtpTransaction(SmtpWire wire, SmtpFeatures features, RelayOptions options)
{
    private const int Closing = 421;

    /// <summary>Two addresses of a thousand characters in UTF-8, and the commands around them.</summary>
    private const int LongestEnvelope = 8 * 1024;

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private bool _hasRemains;
    private bool _isSenderTaken;
    private bool _isDotGone;
    private (SmtpStage Stage, SmtpReply Reply)? _refusal;
    private Announcement? _announced;

    /// <summary>Whether both sides agree that the last message is over, so that another may follow.</summary>
    internal bool IsUsable { get; private set; } = true;

    /// <summary>What ended the last message before its answer; null where it was answered.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>The message whose envelope has been said and which the server waits for; null when none is.</summary>
    internal WireMessage? Announced => _announced?.Message;

    /// <summary>
    /// Says the envelope and DATA of the message that <see cref="SendAsync"/> takes next. Without PIPELINING nothing is said:
    /// each command would have to wait for the last one's reply.
    /// </summary>
    internal async ValueTask AnnounceAsync(WireMessage message)
    {
        if (!features.Pipelining)
            return;

        _announced = new Announcement(message, IsBehind: false, Failure: null);
        try
        {
            await SayAsync(message);
            // What follows is the ledger's time, not the server's.
            wire.LimitTo(Timeout.InfiniteTimeSpan);
        }
        catch (Exception failure)
        {
            // The hand-over tells it.
            _announced = _announced with { Failure = failure };
        }
    }

    /// <summary>Hands over one message. Never throws: what the server and the network did is the answer.</summary>
    /// <param name="message">The message.</param>
    /// <param name="following">The message that is announced behind its end, where the server takes that; null for none.</param>
    /// <returns>
    /// Null where the message had been announced behind another's end, and the connection has ended with that: nothing of it
    /// has left, and nothing was said about it.
    /// </returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<HandOver?> SendAsync(WireMessage message, WireMessage? following)
    {
        var announced = _announced;
        _announced = null;
        Begin();
        Failure = announced?.Failure;
        var maySayNothing = announced is { IsBehind: true };
        if (Failure is { } unsaid)
            return maySayNothing ? null : SmtpVerdict.OfSilence(unsaid, isSenderTaken: false, isDotGone: false);

        try
        {
            if (!await AskAsync(message, announced is not null))
                return maySayNothing && _refusal!.Value.Reply.Code == Closing ? null : Refused();

            // One answer too many may belong to what was said before.
            maySayNothing &= wire.HasMore;
            await WriteAsync(message.Content, following);
            _isDotGone = true;
            var code = await wire.ReadAsync();
            wire.LimitTo(Timeout.InfiniteTimeSpan);
            // More may be the answer to the next envelope, once that has been said.
            var hasTooMuch = wire.HasMore && _announced is null;
            if (hasTooMuch && wire.IsContradicted())
                return new HandOver.InDoubt(MailExplanations.AnsweredTwice.Of(wire.Reply));

            IsUsable = code != Closing && !hasTooMuch;
            _hasRemains = false;
            return SmtpVerdict.OfAnswer(wire.Reply);
        }
        catch (Exception failure)
        {
            // Whatever it was: the caller's ledger must learn what became of the message.
            Failure = failure;
            if (_refusal is { } refusal)
                return SmtpVerdict.OfRefusal(refusal.Stage, refusal.Reply);
            return maySayNothing ? null : SmtpVerdict.OfSilence(failure, _isSenderTaken, _isDotGone);
        }
    }

    private void Begin() => (IsUsable, _isSenderTaken, _isDotGone, _refusal, Failure) = (false, false, false, null, null);

    /// <summary>Says everything up to DATA in one go.</summary>
    private ValueTask SayAsync(WireMessage message)
    {
        wire.LimitTo(options.Timeout);
        return wire.SendAsync(Write(First, SmtpStage.Data, message, wire.Outgoing));
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
                await wire.SendAsync(Write(stage, stage, message, wire.Outgoing));

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

        if (_refusal is not null && wire.HasMore)
            throw new SmtpNonsenseException("The relay answered more than it was asked");
        return _refusal is null;
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

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> content, WireMessage? following)
    {
        var text = new DotStuffing(content);
        try
        {
            while (text.Write(wire.Outgoing) is > 0 and var count)
            {
                // Taken for the answer to a dot that had not been written, it would be a lie either way.
                if (wire.IsSpokenTo)
                    throw new SmtpNonsenseException("The relay did not wait for the end of the message");

                // The last piece shares its time with the answer, so that no moment between them can make doubt.
                wire.LimitTo(text.IsEnded ? options.FinalReplyTimeout : options.Timeout);
                if (text.IsEnded && following is not null && features.Pipelining && wire.Outgoing.Length - count >= LongestEnvelope)
                    await EndAsync(count, following);
                else
                    await wire.SendAsync(count);
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await HearWhyAsync();
            throw;
        }
    }

    /// <summary>Ends a message and says the next one's envelope in one write: a message's text may be followed by commands (RFC 2920 3.1).</summary>
    private async ValueTask EndAsync(int count, WireMessage following)
    {
        var envelope = Write(SmtpStage.Mail, SmtpStage.Data, following, wire.Outgoing.AsSpan(count));
        _announced = new Announcement(following, IsBehind: true, await wire.SendAsync(count, envelope));
    }

    /// <summary>A server that leaves or breaks in in the middle of a message has often said why. Nothing that it says there accepts the message.</summary>
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
            // It has not: the failure is what is known.
        }
    }

    private HandOver Refused()
    {
        var (stage, reply) = _refusal!.Value;
        wire.LimitTo(Timeout.InfiniteTimeSpan);
        IsUsable = reply.Code != Closing && stage != SmtpStage.Reset;
        return SmtpVerdict.OfRefusal(stage, reply);
    }

    private int Write(SmtpStage first, SmtpStage last, WireMessage message, Span<byte> target)
    {
        var commands = new SmtpCommands(target);
        for (var stage = first; stage <= last; stage++)
            commands.Add(stage, message, features);

        return commands.Length;
    }

    /// <param name="Message">The message whose envelope was said.</param>
    /// <param name="IsBehind">Whether that was behind the end of another.</param>
    /// <param name="Failure">What kept it from being said; null where it was.</param>
    private sealed record Announcement(WireMessage Message, bool IsBehind, Exception? Failure);
}
