using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using DigiOne.Outreach.Configuration;

namespace DigiOne.Outreach.Mail;

/// <summary>Finds every mistake in the configuration of mail.</summary>
public static class MailOptionsCheck
{
    private const int LongestRelayName = 64;

    /// <summary>Every mistake with its path, e.g. <c>Senders:news:Relays:0</c>, and what would be right. Reads the files that are named.</summary>
    public static IEnumerable<ConfigurationProblem> Validate(MailOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.CaptureFolder))
            yield return new(nameof(MailOptions.CaptureFolder), "Give a folder, e.g. capture.");

        foreach (var (name, relay) in options.Relays)
        {
            foreach (var problem in OfName(name).Concat(OfAttributes($"Relays:{name}", relay)).Concat(OfRelay($"Relays:{name}", relay)))
                yield return problem;
        }

        foreach (var (name, sender) in options.Senders)
        {
            foreach (var problem in OfAttributes($"Senders:{name}", sender).Concat(OfSender($"Senders:{name}", sender, options)))
                yield return problem;
        }

        foreach (var problem in PaceOptionsCheck.Validate(options))
            yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> OfName(string name)
    {
        if (name.Length > LongestRelayName)
            yield return new($"Relays:{name}", $"A relay's name has at most {LongestRelayName} characters, since the ledger keeps it with every message.");
    }

    private static IEnumerable<ConfigurationProblem> OfRelay(string path, RelayOptions relay)
    {
        if (relay.Security == RelaySecurity.None && relay.Host.Length > 0 && !SmtpRelay.IsLoopback(relay.Host))
            yield return new($"{path}:Security", $"None is for loopback hosts only, and {relay.Host} is none: set StartTls or Tls.");

        if (!string.IsNullOrEmpty(relay.CaFile) && ProblemOfFile(relay.CaFile, file => RelayTrust.Load(file)) is { } ca)
            yield return new($"{path}:CaFile", ca);

        if (!string.IsNullOrEmpty(relay.PasswordFile) && ProblemOfFile(relay.PasswordFile, file => File.ReadAllText(file)) is { } password)
            yield return new($"{path}:PasswordFile", password);

        if (!string.IsNullOrEmpty(relay.UserName) && string.IsNullOrEmpty(relay.Password) && string.IsNullOrEmpty(relay.PasswordFile))
            yield return new($"{path}:PasswordFile", "UserName is set without a password: name a file that holds it.") { RestsOn = [$"{path}:Password"] };

        if (string.IsNullOrEmpty(relay.UserName) && !(string.IsNullOrEmpty(relay.Password) && string.IsNullOrEmpty(relay.PasswordFile)))
            yield return new($"{path}:UserName", "A password is set without a user name.") { RestsOn = [$"{path}:Password", $"{path}:PasswordFile"] };
    }

    private static IEnumerable<ConfigurationProblem> OfSender(string path, SenderOptions sender, MailOptions options)
    {
        foreach (var (name, address) in new[] { ("Address", sender.Address), ("ReplyTo", sender.ReplyTo), ("EnvelopeFrom", sender.EnvelopeFrom) })
        {
            if (!string.IsNullOrWhiteSpace(address) && !MailAddress.TryParse(address, out _, out var problem))
                yield return new($"{path}:{name}", problem);
        }

        for (var i = 0; i < sender.Relays.Count; i++)
        {
            if (!options.Relays.ContainsKey(sender.Relays[i]))
                yield return new($"{path}:Relays:{i}", $"there is no relay '{sender.Relays[i]}'", NearestName.Advice(sender.Relays[i], options.Relays.Keys, "add it under Relays"))
                {
                    RestsOn = [$"Relays:{sender.Relays[i]}"],
                };
        }

        if (sender.Dkim is not { } dkim)
            yield break;

        foreach (var problem in OfDkim(path, dkim, sender.Address))
            yield return problem;
    }

    // Each setting by itself: a mistake in one hides none in another.
    private static IEnumerable<ConfigurationProblem> OfDkim(string senderPath, DkimOptions dkim, string address)
    {
        var path = $"{senderPath}:Dkim";
        foreach (var problem in OfAttributes(path, dkim))
            yield return problem;

        if (dkim.PrivateKeyFile.Length > 0 && !DkimKey.TryLoadRsa(dkim.PrivateKeyFile, out _, out var keyProblem))
            yield return new($"{path}:PrivateKeyFile", keyProblem);

        if (dkim.Domain.Length > 0 && !DkimKey.TryGetDomain(dkim.Domain, out _, out var domainProblem))
            yield return new($"{path}:Domain", domainProblem);
        else if (dkim.Domain.Length > 0 && address.Length > 0 && !IsAligned(address, dkim.Domain))
            yield return new($"{path}:Domain", $"{dkim.Domain} is not the domain of {address}, so receivers would not count the signature (DMARC alignment).")
            {
                RestsOn = [$"{senderPath}:Address"],
            };

        foreach (var problem in OfEd25519($"{path}:Ed25519", dkim))
            yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> OfEd25519(string path, DkimOptions dkim)
    {
        if (dkim.Ed25519 is not { } second)
            yield break;

        foreach (var problem in OfAttributes(path, second))
            yield return problem;
        if (second.PrivateKeyFile.Length > 0 && !DkimKey.TryLoadEd25519(second.PrivateKeyFile, out _, out var keyProblem))
            yield return new($"{path}:PrivateKeyFile", keyProblem);
        if (second.Selector.Length > 0 && second.Selector.Equals(dkim.Selector, StringComparison.OrdinalIgnoreCase))
            yield return new($"{path}:Selector", "Each key has a selector of its own, since each has a DNS record of its own.");
    }

    // As DMARC counts it (RFC 7489 3.1.1), short of a list of public suffixes.
    private static bool IsAligned(string address, string domain)
    {
        var own = address[(address.LastIndexOf('@') + 1)..].Trim();
        return own.Equals(domain, StringComparison.OrdinalIgnoreCase)
            || own.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase) || domain.EndsWith($".{own}", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<ConfigurationProblem> OfAttributes(string path, object options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => new ConfigurationProblem($"{path}:{result.MemberNames.FirstOrDefault()}", result.ErrorMessage ?? "This value is not possible."));
    }

    private static string? ProblemOfFile(string file, Action<string> read)
    {
        try
        {
            read(file);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return failure.Message;
        }
    }
}
