using System.CommandLine;
using System.Globalization;
using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Cli;

/// <summary><c>suppressions</c>: addresses that mail is kept from.</summary>
internal static class SuppressionsVerb
{
    private const int PageSize = 100;

    internal static Command Create() => new("suppressions", "Look after the addresses that mail is kept from")
    {
        CreateList(),
        CreateAdd(),
        CreateLift(),
        SuppressionsImportVerb.Create(),
    };

    internal static Option<SuppressionReason?> ReasonOption(string description) => new("--reason")
    {
        Description = description,
        HelpName = "hardBounce|complaint|unsubscribed|byHand",
    };

    /// <summary>An address with its reasons, for programs.</summary>
    internal static object Document(Suppression row) => new
    {
        Address = row.NormalAddress,
        Reasons = row.Causes.Select(known => new { known.Reason, known.Cause.Since, known.Cause.Source, known.Cause.By, known.Cause.Note }),
    };

    private static Command CreateList()
    {
        var beginning = new Argument<string>("beginning") { Description = "How the addresses begin; without it, all", DefaultValueFactory = _ => "" };
        var reason = ReasonOption("Only those for this reason");
        var after = new Option<string?>("--after") { Description = "Only addresses behind this one: the last of the page before", HelpName = "address" };
        var most = new Option<int>("--most") { Description = "How many at most", DefaultValueFactory = _ => PageSize, HelpName = "number" };
        var json = Verb.JsonOption();
        return new Command("list", "Show suppressed addresses, each with its reasons") { beginning, reason, after, most, json }.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var found = await services.GetRequiredService<FindSuppressions>().ExecuteAsync(
                parsed.GetValue(beginning)!, parsed.GetValue(reason), parsed.GetValue(after), Math.Max(1, parsed.GetValue(most)), cancellationToken);
            if (parsed.GetValue(json))
                parsed.WriteJson(found.Select(Document));
            else if (found.Count == 0)
                parsed.WriteLine("No address is suppressed that begins so.");
            else
                foreach (var row in found)
                    parsed.WriteLine($"{row.NormalAddress,-40}  {string.Join(", ", row.Causes.Select(Words))}");
            return ExitCode.Done;
        });
    }

    private static Command CreateAdd()
    {
        var address = AddressArgument();
        var reason = ReasonOption("Why; without it, byHand");
        var note = new Option<string?>("--note") { Description = "What the team should know of it", HelpName = "text" };
        return new Command("add", "Keep mail from an address") { address, reason, note }.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var outcome = await services.GetRequiredService<EnterSuppression>().ExecuteAsync(
                parsed.GetValue(address)!, parsed.GetValue(reason) ?? SuppressionReason.ByHand,
                new SuppressionOrigin(SuppressionSource.Hand, Environment.UserName, parsed.GetValue(note)), cancellationToken);
            switch (outcome)
            {
                case EnterOutcome.Entered entered:
                    parsed.WriteLine(entered.IsNew ? $"{entered.NormalAddress} is suppressed." : $"{entered.NormalAddress} was suppressed for this reason already.");
                    return ExitCode.Done;
                default:
                    return parsed.Refuse(((EnterOutcome.Refused)outcome).Problems);
            }
        });
    }

    private static Command CreateLift()
    {
        var address = AddressArgument();
        var reason = ReasonOption("Which reason; without it, all");
        return new Command("lift", "Let mail go to an address again; lists that the person left stay left") { address, reason }.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            if (!EnterSuppression.TryRead(parsed.GetValue(address), out var normal, out var problem))
                return parsed.Refuse([problem]);
            var lifted = await services.GetRequiredService<LiftSuppression>().ExecuteAsync(normal, parsed.GetValue(reason), cancellationToken);
            if (lifted == 0)
                return parsed.Refuse($"{normal} is not suppressed for that.");
            parsed.WriteLine(await services.GetRequiredService<FindSuppressions>().OneAsync(normal, cancellationToken) is { } left
                ? $"Lifted; {normal} is still suppressed: {string.Join(", ", left.Causes.Select(Words))}."
                : $"{normal} is suppressed no more.");
            return ExitCode.Done;
        });
    }

    private static Argument<string> AddressArgument() => new("address") { Description = "The address" };

    private static string Words((SuppressionReason Reason, SuppressionCause Cause) known) =>
        string.Create(CultureInfo.InvariantCulture, $"{known.Reason} since {known.Cause.Since:yyyy-MM-dd}");
}
