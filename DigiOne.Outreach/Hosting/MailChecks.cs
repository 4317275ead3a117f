using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Hosting;

internal static class MailChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(Settings settings)
    {
        if (settings.Senders.Count == 0)
            yield return new("Senders", "there is no sender", "name at least one with Name and Address");

        foreach (var problem in settings.Relays.SelectMany(relay => OfRelay($"Relays:{relay.Key}", relay.Value)))
            yield return problem;

        foreach (var problem in settings.Senders.SelectMany(sender => OfSender($"Senders:{sender.Key}", sender.Value, settings.Relays.Keys)))
            yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> OfRelay(string path, RelayOptions relay)
    {
        foreach (var problem in AccountChecks.Of(path, relay.Host, relay.Security, relay.UserName, relay.Password, relay.PasswordFile))
            yield return problem;

        if (relay.CaFile is { } file && !File.Exists(file))
            yield return MissingFile($"{path}:CaFile", file);
    }

    private static IEnumerable<ConfigurationProblem> OfSender(string path, SenderOptions sender, IReadOnlyCollection<string> relays)
    {
        foreach (var (name, address) in new[] { ("Address", sender.Address), ("ReplyTo", sender.ReplyTo), ("EnvelopeFrom", sender.EnvelopeFrom) })
            if (address is { Length: > 0 } && !IsAddress(address))
                yield return new($"{path}:{name}", $"'{address}' is not a mail address", "give an address without display name, such as news@outreach.example");

        foreach (var (index, relay) in sender.Relays.Index().Where(item => !relays.Contains(item.Item, StringComparer.OrdinalIgnoreCase)))
            yield return new($"{path}:Relays:{index}", $"there is no relay '{relay}'", NearestName.Advice(relay, relays));

        if (sender.Dkim?.PrivateKeyFile is { Length: > 0 } key && !File.Exists(key))
            yield return MissingFile($"{path}:Dkim:PrivateKeyFile", key);
    }

    private static ConfigurationProblem MissingFile(string path, string file) =>
        new(path, $"there is no file '{file}'", "name a PEM file that exists, relative to the working directory");

    private static bool IsAddress(string text) =>
        System.Net.Mail.MailAddress.TryCreate(text, out var address) && address.Address == text;
}
