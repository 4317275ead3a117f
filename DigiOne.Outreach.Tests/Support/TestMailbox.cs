using System.Diagnostics;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>A message as it lay in the mailbox, with its envelope.</summary>
/// <param name="Recipient">RCPT TO.</param>
/// <param name="ReturnPath">MAIL FROM, without angle brackets; empty for the null sender.</param>
/// <param name="Message">The message.</param>
internal sealed record ReceivedMail(string Recipient, string ReturnPath, MimeMessage Message);

/// <summary>
/// The mailbox that everyone at <c>local.test</c> shares. Tests run side by side, so each writes to addresses of its own
/// (<see cref="NewAddress"/>) and asks for the mail to these.
/// </summary>
internal sealed class TestMailbox : IAsyncDisposable
{
    private const string EnvelopeRecipient = "X-Original-To";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly ImapClient _imap = new();
    private readonly Dictionary<UniqueId, string> _recipients = [];

    private TestMailbox()
    {
    }

    /// <summary>An address at <c>local.test</c> that nobody else writes to.</summary>
    internal static string NewAddress(string name = "reader") => $"{name}.{Guid.CreateVersion7():N}@local.test";

    /// <summary>Signs in.</summary>
    internal static async Task<TestMailbox> OpenAsync(CancellationToken cancellationToken)
    {
        var mailbox = new TestMailbox();
        var (host, port) = (TestServers.Imap.Host, TestServers.Imap.Port);
        await mailbox._imap.ConnectAsync(host, port, SecureSocketOptions.None, cancellationToken);
        await mailbox._imap.AuthenticateAsync("reader", TestServers.MailPassword, cancellationToken);
        await mailbox._imap.Inbox.OpenAsync(FolderAccess.ReadOnly, cancellationToken);
        return mailbox;
    }

    /// <summary>Waits for one message to an address.</summary>
    internal async Task<MimeMessage> WaitForAsync(string recipient, CancellationToken cancellationToken) =>
        (await WaitForAsync([recipient], 1, cancellationToken))[0].Message;

    /// <summary>Waits until this many messages have come for any of the recipients, and returns all that have, oldest first.</summary>
    /// <exception cref="TimeoutException">Fewer came within a minute; it names the recipients that got nothing.</exception>
    internal async Task<IReadOnlyList<ReceivedMail>> WaitForAsync(
        IReadOnlyCollection<string> recipients, int count, CancellationToken cancellationToken)
    {
        var wanted = recipients.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            await ListNewAsync(cancellationToken);
            var found = _recipients.Where(entry => wanted.Contains(entry.Value)).OrderBy(entry => entry.Key).ToList();
            if (found.Count >= count)
                return await ReadAsync(found, cancellationToken);
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException(
                    $"{found.Count} of {count} messages came; nothing for {string.Join(", ", wanted.Except(found.Select(entry => entry.Value)).Take(10))}.");
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>What has come for a recipient so far, without waiting: for what must not come, asked after something that must.</summary>
    internal async Task<IReadOnlyList<ReceivedMail>> PresentAsync(string recipient, CancellationToken cancellationToken) =>
        await WaitForAsync([recipient], 0, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _imap.DisconnectAsync(quit: true);
        _imap.Dispose();
    }

    private async Task ListNewAsync(CancellationToken cancellationToken)
    {
        await _imap.NoOpAsync(cancellationToken);
        var next = _recipients.Count == 0 ? UniqueId.MinValue : new UniqueId(_recipients.Keys.Max().Id + 1);
        var request = new FetchRequest(MessageSummaryItems.UniqueId, [EnvelopeRecipient]);
        foreach (var summary in await _imap.Inbox.FetchAsync(new UniqueIdRange(next, UniqueId.MaxValue), request, cancellationToken))
            _recipients[summary.UniqueId] = summary.Headers?[EnvelopeRecipient] ?? "";
    }

    private async Task<IReadOnlyList<ReceivedMail>> ReadAsync(
        List<KeyValuePair<UniqueId, string>> found, CancellationToken cancellationToken)
    {
        var mails = new List<ReceivedMail>(found.Count);
        foreach (var (id, recipient) in found)
        {
            var message = await _imap.Inbox.GetMessageAsync(id, cancellationToken);
            mails.Add(new ReceivedMail(recipient, (message.Headers[HeaderId.ReturnPath] ?? "").Trim('<', '>', ' '), message));
        }

        return mails;
    }
}
