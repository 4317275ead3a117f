using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Subscriptions;

namespace DigiOne.Outreach.Hosting;

internal static class SignUpChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(SignUpOptions signUp, MailOptions mail)
    {
        if (signUp.Sender is { Length: > 0 } sender && !mail.Senders.ContainsKey(sender))
            yield return new("SignUp:Sender", $"there is no sender '{sender}'", NearestName.Advice(sender, mail.Senders.Keys)) { RestsOn = [$"Senders:{sender}"] };
    }
}
