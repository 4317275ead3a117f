using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Hosting;

internal static class MailChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(MailOptions mail)
    {
        if (mail.Senders.Count == 0)
            yield return new("Senders", "there is no sender", "name at least one with Name and Address") { RestsOn = ["Senders"] };

        if (mail.DefaultSender is { } sender && !mail.Senders.ContainsKey(sender))
            yield return new("DefaultSender", $"there is no sender '{sender}'", NearestName.Advice(sender, mail.Senders.Keys)) { RestsOn = [$"Senders:{sender}"] };

        // Attempts are recorded under the name of their route.
        if (mail.Relays.ContainsKey(CaptureFolder.RouteName))
            yield return new($"Relays:{CaptureFolder.RouteName}", "this is the name of the capture folder", "give the relay another name");

        foreach (var problem in MailOptionsCheck.Validate(mail))
            yield return problem;
    }
}
