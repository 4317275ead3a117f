namespace DigiOne.Outreach.Mail;

/// <summary>Finds the mistakes in what slows mail down or divides it: weights, warm-ups, windows, domains.</summary>
internal static class PaceOptionsCheck
{
    private const string Others = "*";

    internal static IEnumerable<(string Path, string Problem)> Validate(MailOptions options) =>
    [
        .. options.Relays.Where(relay => relay.Value.WarmUp is not null)
            .SelectMany(relay => OfWarmUp($"Relays:{relay.Key}:WarmUp", relay.Value.WarmUp!)),
        .. options.Senders.SelectMany(sender => OfSender($"Senders:{sender.Key}", sender.Value, options)),
        .. options.Domains.Keys.SelectMany(domain => OfDomain($"Domains:{domain}", domain)),
    ];

    private static IEnumerable<(string Path, string Problem)> OfWarmUp(string path, WarmUpOptions warmUp)
    {
        if (warmUp.From == default)
            yield return ($"{path}:From", "The first day is missing; give a date as yyyy-MM-dd.");

        if (warmUp.Daily.Count == 0)
            yield return ($"{path}:Daily", "No day is given; give the messages of each, e.g. [200, 500, 1000].");

        foreach (var (index, messages) in warmUp.Daily.Index().Where(day => day.Item < 1))
            yield return ($"{path}:Daily:{index}", $"{messages} is out of range; give a whole number from 1 up.");
    }

    private static IEnumerable<(string Path, string Problem)> OfSender(string path, SenderOptions sender, MailOptions options)
    {
        if (sender.Window is { } window && window.From == window.Until)
            yield return ($"{path}:Window:Until", "The window has no length; give a time other than From.");

        if (sender.Relays.Count > 0 && sender.Relays.All(name => options.Relays.TryGetValue(name, out var relay) && relay.Weight == 0))
            yield return ($"{path}:Relays", "All of these relays have Weight 0, so each would wait for the others; give one a Weight of 1 or more.");
    }

    private static IEnumerable<(string Path, string Problem)> OfDomain(string path, string domain)
    {
        if (domain != Others && !MailAddress.TryParse($"postmaster@{domain}", out _, out _))
            yield return (path, "This is not a domain; write one such as gmail.com, or * for all others.");
    }
}
