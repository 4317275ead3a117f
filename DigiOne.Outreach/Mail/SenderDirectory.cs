using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Mail;

/// <summary>The senders and routes of the configuration. Senders that name the same relay share its route.</summary>
public sealed class SenderDirectory
{
    private readonly Dictionary<string, MailSender> _senders = new(StringComparer.OrdinalIgnoreCase);

    internal SenderDirectory(IOptions<MailOptions> options, CaptureFolder capture, TimeProvider clock, ILoggerFactory loggers)
    {
        var relays = options.Value.Relays.ToDictionary(
            relay => relay.Key, IMailRoute (relay) => new SmtpRelay(relay.Key, relay.Value, clock, loggers), StringComparer.OrdinalIgnoreCase);
        foreach (var (key, sender) in options.Value.Senders)
        {
            IReadOnlyList<IMailRoute> routes = sender.Relays.Count == 0 || options.Value.CaptureOnly
                ? [capture]
                : [.. sender.Relays.Select(name => relays[name])];
            _senders.Add(key, SenderOf(key, sender, routes));
        }

        Default = options.Value.DefaultSender is { } name ? _senders.GetValueOrDefault(name) : _senders.Count == 1 ? _senders.Values.Single() : null;
        Routes = [.. _senders.Values.SelectMany(sender => sender.Routes).Distinct()];
    }

    /// <summary>Every sender.</summary>
    public IReadOnlyCollection<MailSender> Senders => _senders.Values;

    /// <summary>The sender of what names none; null where nothing says which it is. Their order tells nothing: a configuration has none.</summary>
    public MailSender? Default { get; }

    /// <summary>Every route that some sender uses, each once.</summary>
    public IReadOnlyList<IMailRoute> Routes { get; }

    /// <summary>Finds a sender by its name in the configuration, in any case of letters.</summary>
    public bool TryFind(string key, [NotNullWhen(true)] out MailSender? sender) => _senders.TryGetValue(key, out sender);

    private static MailSender SenderOf(string key, SenderOptions sender, IReadOnlyList<IMailRoute> routes)
    {
        var address = sender.Address.Trim();
        var domain = address[(address.LastIndexOf('@') + 1)..];
        return new MailSender(
            key,
            new Mailbox(sender.Name, address),
            string.IsNullOrWhiteSpace(sender.ReplyTo) ? null : new Mailbox(sender.Name, sender.ReplyTo.Trim()),
            string.IsNullOrWhiteSpace(sender.EnvelopeFrom) ? address : sender.EnvelopeFrom.Trim(),
            WireAddress.TryGetAsciiDomain(domain, out var ascii) ? ascii : domain,
            sender.Dkim is { } dkim ? DkimKey.Load(dkim) : null,
            routes)
        {
            Window = sender.Window,
        };
    }
}
