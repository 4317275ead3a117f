using System.Net;

namespace DigiOne.Outreach.Mail;

/// <summary>An SMTP server that carries our mail on.</summary>
internal sealed class SmtpRelay(string name, RelayOptions options, TimeProvider clock, ILoggerFactory loggers) : IMailRoute
{
    private readonly SmtpDoor _door = new(name, options, clock);

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public int Connections => options.Connections;

    /// <inheritdoc />
    public int Weight => options.Weight;

    /// <inheritdoc />
    public IMailConnection CreateConnection() => new SmtpConnection(name, options, _door, clock, loggers.CreateLogger<SmtpConnection>());

    /// <summary>Whether mail to this host cannot leave the machine, so that it needs no encryption.</summary>
    internal static bool IsLoopback(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>The account's password; null where there is no account.</summary>
    /// <exception cref="IOException">The password file cannot be read.</exception>
    internal static string? PasswordOf(RelayOptions options)
        => string.IsNullOrEmpty(options.PasswordFile) ? options.Password : File.ReadAllText(options.PasswordFile).TrimEnd('\r', '\n');
}
