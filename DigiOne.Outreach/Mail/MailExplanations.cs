namespace DigiOne.Outreach.Mail;

/// <summary>What we say of a relay or a folder that took no message.</summary>
internal static class MailExplanations
{
    internal static readonly Explanation LostBefore = new(nameof(LostBefore), "The connection failed before the message had left: {0}.", foreign: 0);
    internal static readonly Explanation LostAfter = new(nameof(LostAfter), "The message had left when the connection failed before its answer ({0}).", foreign: 0);
    internal static readonly Explanation RelayClosed = new(nameof(RelayClosed), "The relay closed the connection");
    internal static readonly Explanation SenselessAnswer = new(nameof(SenselessAnswer), "The message had left, and its answer makes no sense: {0}");
    internal static readonly Explanation AnsweredTwice = new(nameof(AnsweredTwice), "The message had left, and was answered twice: first {0}");
    internal static readonly Explanation Stopped = new(nameof(Stopped), "We stopped before the message had left.");

    internal static readonly Explanation InTheClear = new(nameof(InTheClear), "Relays:{0}:Security may be None for a loopback host only.");
    internal static readonly Explanation NoStartTls = new(
        nameof(NoStartTls), "{0} does not offer STARTTLS. Check Relays:{1}:Port, or set Relays:{1}:Security to Tls.");

    internal static readonly Explanation NoAuth = new(nameof(NoAuth), "{0} offers no AUTH that we know. Check Relays:{1}:Security, or remove UserName.");
    internal static readonly Explanation ClosedDoor = new(nameof(ClosedDoor), "{0} does not let us in. The relay said: {1}", hasCode: true);
    internal static readonly Explanation AccountRefused = new(
        nameof(AccountRefused), "{0} refuses the account. Check Relays:{1}:UserName and its password. The relay said: {2}", hasCode: true);

    internal static readonly Explanation HostUnknown = new(nameof(HostUnknown), "The name {0} is not known. Check Relays:{1}:Host and the machine's DNS.");
    internal static readonly Explanation ConnectionRefused = new(
        nameof(ConnectionRefused), "{0} refuses connections. Check that the relay runs and that Relays:{1}:Port is right.");

    internal static readonly Explanation OutOfReach = new(nameof(OutOfReach), "{0} cannot be reached: {1}.", foreign: 1);
    internal static readonly Explanation NoAnswer = new(nameof(NoAnswer), "{0} did not answer within {1} s.");
    internal static readonly Explanation TlsFailed = new(
        nameof(TlsFailed),
        "TLS with {0} failed. Check that its certificate is valid and names {1}, that Relays:{2}:CaFile holds the authority "
        + "that signed it, and that Relays:{2}:Security fits the port.");

    internal static readonly Explanation AuthFailed = new(
        nameof(AuthFailed), "{0} and we do not understand each other in AUTH: {1}. Check Relays:{2}:UserName and its password.", foreign: 1);

    internal static readonly Explanation NoSmtp = new(nameof(NoSmtp), "{0} does not speak SMTP as we know it: {1}. Check Relays:{2}:Port and Security.", foreign: 1);
    internal static readonly Explanation CaFile = new(nameof(CaFile), "Relays:{0}:CaFile cannot be used: {1}", foreign: 1);
    internal static readonly Explanation RelayFile = new(nameof(RelayFile), "A file of Relays:{0} cannot be read: {1}", foreign: 1);
    internal static readonly Explanation ConnectionFailed = new(nameof(ConnectionFailed), "The connection to {0} failed: {1}.", foreign: 1);

    internal static readonly Explanation AddressNeedsUtf8 = new(
        nameof(AddressNeedsUtf8), "The address has letters outside ASCII before the @, and the relay does not offer SMTPUTF8.", hasCode: true);

    internal static readonly Explanation AddressUnwritable = new(nameof(AddressUnwritable), "The address cannot be written into an SMTP command.", hasCode: true);
    internal static readonly Explanation TooLarge = new(nameof(TooLarge), "The message has {0} bytes, and the relay takes {1} at most.", hasCode: true);

    internal static readonly Explanation FolderUnwritable = new(nameof(FolderUnwritable), "The capture folder cannot be written: {0}", foreign: 0);
    internal static readonly Explanation Captured = new(nameof(Captured), "Captured as {0}", hasCode: true);

    /// <summary>Why a relay is not asked to carry a message at all.</summary>
    internal static readonly IReadOnlyList<Explanation> Objections = [AddressNeedsUtf8, AddressUnwritable, TooLarge];

    /// <summary>What stands in the way of any message to a relay or a folder.</summary>
    internal static readonly IReadOnlyList<Explanation> OfRelays =
    [
        LostBefore, InTheClear, NoStartTls, NoAuth, ClosedDoor, AccountRefused, HostUnknown, ConnectionRefused,
        OutOfReach, NoAnswer, TlsFailed, AuthFailed, NoSmtp, CaFile, RelayFile, ConnectionFailed, FolderUnwritable,
    ];

    /// <summary>What leaves a message in doubt: it had left.</summary>
    internal static readonly IReadOnlyList<Explanation> OfDoubt = [LostAfter, SenselessAnswer, AnsweredTwice];

    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<Explanation> All =
        [.. OfDoubt, RelayClosed, Stopped, Captured, .. OfRelays, .. Objections];
}
