using System.CommandLine;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Cli;

/// <summary><c>signin</c>: a link that signs one person in, once. Only the link goes to standard output.</summary>
internal static class SignInVerb
{
    internal static Command Create()
    {
        var email = new Option<string>("--email") { Description = "Whom to sign in; an unknown address becomes an administrator", Required = true, HelpName = "address" };
        return new Command("signin", "Print a link that signs one person in, once") { email }
            .WithDatabase((services, parsed, cancellationToken) => RunAsync(services, parsed, parsed.GetValue(email)!, cancellationToken));
    }

    private static async Task<int> RunAsync(IServiceProvider services, ParseResult parsed, string email, CancellationToken cancellationToken)
    {
        if (!MailAddress.TryParse(email, out var address, out var problem))
            return parsed.Refuse($"--email: {problem}");

        parsed.WriteLine((await services.GetRequiredService<SignInLinks>().CreateAsync(address, cancellationToken)).ToString());
        parsed.WriteError($"It works once, within {SignInLinks.Lifetime.TotalMinutes:0} minutes, while the service is running.");
        return ExitCode.Done;
    }
}
