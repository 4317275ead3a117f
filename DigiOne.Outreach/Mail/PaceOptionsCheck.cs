using DigiOne.Outreach.Configuration;

namespace DigiOne.Outreach.Mail;

/// <summary>Finds the mistakes in what slows mail down or divides it: weights, warm-ups, windows, domains.</summary>
internal static class PaceOptionsCheck
{
    private const string Others = "*";

    internal static IEnumerable<ConfigurationProblem> Validate(MailOptions options) =>
    [
        .. options.Relays.Where(relay => relay.Value.WarmUp is not null)
            .SelectMany(relay => OfWarmUp($"Relays:{relay.Key}:WarmUp", relay.Value.WarmUp!)),
        .. options.Senders.SelectMany(sender => OfSender($"Senders:{sender.Key}", sender.Value, options)),
        .. options.Domains.Keys.SelectMany(domain => OfDomain($"Domains:{domain}", domain)),
    ];

    private static IEnumerable<ConfigurationProblem> OfWarmUp(string path, WarmUpOptions warmUp)
    {
        if (warmUp.From == default)
            yield return new($"{path}:From", "The first day is missing; give a date as yyyy-MM-dd.");

        if (warmUp.Daily.Count == 0)
            yield return new($"{path}:Daily", "No day is given; give the messages of each, e.g. [200, 500, 1000].");

        foreach (var (index, messages) in warmUp.Daily.Index().Where(day => day.Item < 1))
            yield return new($"{path}:Daily:{index}", $"{messages} is out of range; give a whole number from 1 up.");
    }

    private static IEnumerable<ConfigurationProblem> OfSender(string path, SenderOptions sender, MailOptions options)
    {
        if (sender.Window is { } window && window.From == window.Until)
            yield return new($"{path}:Window:Until", "The window has no length; give a time other than From.") { RestsOn = [$"{path}:Window:From"] };

        if (sender.Relays.Count > 0 && sender.Relays.All(name => options.Relays.TryGetValue(name, out var relay) && relay.Weight == 0))
            yield return new($"{path}:Relays", "All of these relays have Weight 0, so each would wait for the others; give one a Weight of 1 or more.");
    }

    private static IEnumerable<ConfigurationProblem> OfDomain(string path, string domain)
    {
        if (domain != Others && !MailAddress.TryParse($"postmaster@{domain}", out _, out _))
            yield return new(path, "This is not a domain; write one such as gmail.com, or * for all others.");
    }
}
