using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The messages of one connection: the one under way, and the one that was taken ahead of its turn so that it can be
/// announced behind that. Each is made in a writer of its own.
/// </summary>
internal sealed class MessagesInTurn(MailSender sender, NextDelivery next, MailingContents contents, ComposeDelivery compose, TimeProvider clock)
    : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // A timer for each message would cost the rate; one message in very many is waited for.
    private readonly ITimer _watch = clock.CreateTimer(_ => next.LetAheadGo(), null, Look, Look);
    private MessageWriter _now = new(clock);
    private MessageWriter _then = new(clock);
    private (ClaimedDelivery Delivery, WireMessage Message)? _ahead;

    /// <summary>The message of the delivery whose turn has come. It holds until the next one's turn.</summary>
    internal async ValueTask<WireMessage> OfAsync(ClaimedDelivery delivery)
    {
        var ahead = _ahead;
        _ahead = null;
        if (ahead is not { } made || !ReferenceEquals(made.Delivery, delivery))
            return compose.Execute(await contents.GetAsync(delivery.MailingId), delivery, sender, _now);

        (_now, _then) = (_then, _now);
        return made.Message;
    }

    /// <summary>Takes a delivery ahead and makes its message, where neither takes any waiting.</summary>
    /// <returns>Null where there is nothing to be announced; a delivery may have been taken all the same.</returns>
    internal WireMessage? TakeAhead()
    {
        if (next.TakeAhead() is not { } delivery || contents.AtHand(delivery.MailingId) is not { } content)
            return null;

        try
        {
            var message = compose.Execute(content, delivery, sender, _then);
            _ahead = (delivery, message);
            return message;
        }
        catch (Exception)
        {
            // It fails again in its own turn, and is told then.
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _watch.Dispose();
        _now.Dispose();
        _then.Dispose();
    }
}
