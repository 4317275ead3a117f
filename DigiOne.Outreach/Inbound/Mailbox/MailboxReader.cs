namespace DigiOne.Outreach.Inbound;

/// <summary>Which process reads a mailbox: one at a time. What happens once is decided by <see cref="InboundMessage"/>, not by this.</summary>
public sealed class MailboxReader
{
    /// <summary>The mailbox.</summary>
    public required string Source { get; init; }

    /// <summary>The process.</summary>
    public required Guid Holder { get; set; }

    /// <summary>Until when, unless it says before that it goes on.</summary>
    public required DateTimeOffset Until { get; set; }
}
