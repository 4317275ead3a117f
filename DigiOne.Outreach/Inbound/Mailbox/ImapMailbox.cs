using System.Security.Authentication;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Mail.Reading;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace DigiOne.Outreach.Inbound;

/// <summary>An open connection to the mailbox's folder. Not safe for concurrent use; after a failure it is of no more use.</summary>
internal sealed class ImapMailbox : IAsyncDisposable
{
    // Each way in which a wrong password is refused counts towards the lock of the account.
    private const int MostMechanisms = 2;

    private static readonly string[] Mechanisms = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN"];

    // Routers forget a silent connection, and a server may have forgotten to tell.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(5);

    private readonly ImapClient _client;
    private readonly InboundOptions _options;
    private readonly TimeProvider _clock;
    private IMailFolder _folder = null!;
    private IMailFolder? _readFolder;
    private CancellationTokenSource? _waiting;
    private int _count;
    private bool _hasNews;

    private ImapMailbox(InboundOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _client = new ImapClient
        {
            Timeout = (int)options.Timeout.TotalMilliseconds,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CheckCertificateRevocation = false,
            // Read anew, so that a renewed authority counts from the next connection on.
            ServerCertificateValidationCallback = RelayTrust.Load(options.CaFile).Validate!,
        };
    }

    /// <summary>The folder's UIDVALIDITY.</summary>
    internal long Validity => _folder.UidValidity;

    /// <summary>Connects, signs in and opens the folder.</summary>
    internal static async Task<ImapMailbox> OpenAsync(InboundOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var mailbox = new ImapMailbox(options, clock);
        try
        {
            await mailbox.OpenAsync(cancellationToken);
            return mailbox;
        }
        catch
        {
            mailbox._client.Dispose();
            throw;
        }
    }

    /// <summary>The UIDs above one, in their order.</summary>
    internal async Task<IReadOnlyList<long>> AboveAsync(long uid, CancellationToken cancellationToken)
    {
        _hasNews = false;
        await _client.NoOpAsync(cancellationToken);
        // "n:*" names the last message in any case, also where its UID is below n.
        var found = await _folder.FetchAsync(
            new UniqueIdRange(new UniqueId((uint)Math.Min(uid + 1, uint.MaxValue)), UniqueId.MaxValue), MessageSummaryItems.UniqueId, cancellationToken);
        return [.. found.Select(summary => (long)summary.UniqueId.Id).Where(id => id > uid).Distinct().Order()];
    }

    /// <summary>What is read of a message; null where it is no longer there.</summary>
    internal async Task<byte[]?> ReadAsync(long uid, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await _folder.GetStreamAsync(Id(uid), 0, MailBytes.MostRead, cancellationToken);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            return bytes.ToArray();
        }
        catch (MessageNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Moves a message into the folder of those that are dealt with, or marks it; nothing where it is no longer there.</summary>
    internal async Task PutAwayAsync(long uid, CancellationToken cancellationToken)
    {
        if (_readFolder is { } target)
            await _folder.MoveToAsync(Id(uid), target, cancellationToken);
        else
            await _folder.AddFlagsAsync(Id(uid), MessageFlags.Seen, silent: true, cancellationToken);
    }

    /// <summary>Waits until something may have come.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!_client.Capabilities.HasFlag(ImapCapabilities.Idle))
        {
            await Task.Delay(_options.PollEvery, _clock, cancellationToken);
            return;
        }

        using var done = new CancellationTokenSource(LongestIdle, _clock);
        Volatile.Write(ref _waiting, done);
        try
        {
            if (!_hasNews)
                await _client.IdleAsync(done.Token, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _waiting, null);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), _clock);
            if (_client.IsConnected)
                await _client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ProtocolException or CommandException)
        {
            // It is over in any case; saying goodbye is only polite.
        }

        _client.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(
            _options.Host!,
            _options.Port,
            _options.Security switch
            {
                RelaySecurity.Tls => SecureSocketOptions.SslOnConnect,
                RelaySecurity.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            },
            cancellationToken);
        var offered = Mechanisms.Where(_client.AuthenticationMechanisms.Contains).Take(MostMechanisms).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _client.AuthenticationMechanisms.IntersectWith(offered);
        await _client.AuthenticateAsync(_options.UserName!, Password(), cancellationToken);

        _folder = IsInbox(_options.Folder) ? _client.Inbox! : await _client.GetFolderAsync(_options.Folder, cancellationToken);
        if (!string.IsNullOrWhiteSpace(_options.ReadFolder))
            _readFolder = await ReadFolderAsync(_options.ReadFolder, cancellationToken);
        await _folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
        _count = _folder.Count;
        _folder.CountChanged += (_, _) => Counted();
    }

    private void Counted()
    {
        // It falls when messages are moved out; only more of them are news.
        if (_folder.Count > _count)
        {
            _hasNews = true;
            Volatile.Read(ref _waiting)?.Cancel();
        }

        _count = _folder.Count;
    }

    private async Task<IMailFolder> ReadFolderAsync(string name, CancellationToken cancellationToken)
    {
        var top = _client.GetFolder(_client.PersonalNamespaces[0]);
        try
        {
            return await top.GetSubfolderAsync(name, cancellationToken);
        }
        catch (FolderNotFoundException)
        {
            return await top.CreateAsync(name, isMessageFolder: true, cancellationToken)
                ?? throw new FolderNotFoundException(name);
        }
    }

    private string Password() =>
        string.IsNullOrEmpty(_options.PasswordFile) ? _options.Password ?? "" : File.ReadAllText(_options.PasswordFile).TrimEnd('\r', '\n');

    private UniqueId Id(long uid) => new(_folder.UidValidity, (uint)uid);

    private static bool IsInbox(string folder) => folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase);
}
