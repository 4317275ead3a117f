namespace DigiOne.Outreach.Inbound;

/// <summary>How the mailbox is, as this process knows it.</summary>
/// <param name="Standing">Where it stands.</param>
/// <param name="Since">Since when.</param>
/// <param name="Trouble">Why it is not read; null where it is, or nothing is wrong.</param>
internal sealed record MailboxState(MailboxStanding Standing, DateTimeOffset Since, MailboxTrouble? Trouble);

/// <summary>Where the mailbox stands.</summary>
internal enum MailboxStanding
{
    /// <summary>The configuration names none, or this process does not read it.</summary>
    Off,

    /// <summary>It is about to be opened.</summary>
    Starting,

    /// <summary>It is read.</summary>
    Reading,

    /// <summary>Another process reads it.</summary>
    Elsewhere,

    /// <summary>All mail is held, and so is this: another database may be the one that goes on.</summary>
    Held,

    /// <summary>It cannot be read; it is tried again after a pause.</summary>
    InTrouble,
}

/// <summary>Keeps it for pages and readiness.</summary>
internal sealed class MailboxHealth(TimeProvider clock)
{
    private volatile MailboxState _now = new(MailboxStanding.Off, DateTimeOffset.MinValue, null);
    private long _lookedAt;

    /// <summary>How it is.</summary>
    internal MailboxState Now => _now;

    /// <summary>When it was last looked into; null where it never was.</summary>
    internal DateTimeOffset? LookedAt => Interlocked.Read(ref _lookedAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Says how it is; since when is kept while it stays the same.</summary>
    internal void Note(MailboxStanding standing, MailboxTrouble? trouble = null)
    {
        if (_now.Standing != standing || _now.Trouble != trouble)
            _now = new MailboxState(standing, clock.GetUtcNow(), trouble);
    }

    /// <summary>It was looked into.</summary>
    internal void Looked()
    {
        Note(MailboxStanding.Reading);
        Interlocked.Exchange(ref _lookedAt, clock.GetUtcNow().UtcTicks);
    }
}
