using System.CommandLine;
using System.CommandLine.Parsing;
using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Cli;

/// <summary><c>list</c>: what people subscribe to.</summary>
internal static class ListVerb
{
    private static readonly string[] Languages = ["fi", "sv", "en"];

    private static readonly Dictionary<string, LegalBasis> Bases = new()
    {
        ["consent"] = LegalBasis.Consent,
        ["public-task"] = LegalBasis.PublicTask,
        ["contract"] = LegalBasis.Contract,
    };

    internal static Command Create() => new("list", "Look after the lists that people subscribe to") { CreateCreate(), ListEditVerb.Create(), CreateShow() };

    internal static Option<LegalBasis?> BasisOption() => new("--basis")
    {
        Description = "Why its people may be written to: consent, public-task or contract",
        HelpName = "consent|public-task|contract",
        CustomParser = ReadBasis,
    };

    internal static Dictionary<string, Option<string?>> Texts(string option, string what) => Languages.ToDictionary(
        language => language, language => new Option<string?>($"--{option}-{language}") { Description = $"{what} ({language})", HelpName = option });

    internal static Option<bool?> PublicOption() => new("--public") { Description = "Whether anybody may find it and subscribe: true or false", HelpName = "true|false" };

    internal static Option<bool?> ConfirmOption() => new("--confirm") { Description = "Whether who subscribes by a form confirms it by a mail: true or false", HelpName = "true|false" };

    /// <summary>A list as JSON.</summary>
    internal static object Shown(ContactList list) =>
        new { list.Key, list.Names, list.Descriptions, list.LegalBasis, list.IsPublic, list.NeedsConfirmation };

    internal static Dictionary<string, string> Given(this ParseResult parsed, Dictionary<string, Option<string?>> texts) =>
        texts.Where(text => parsed.GetValue(text.Value) is not null).ToDictionary(text => text.Key, text => parsed.GetValue(text.Value)!);

    private static LegalBasis? ReadBasis(ArgumentResult result)
    {
        if (Bases.TryGetValue(result.Tokens[0].Value, out var basis))
            return basis;

        result.AddError($"'{result.Tokens[0].Value}' is no legal basis: there are {string.Join(", ", Bases.Keys)}.");
        return null;
    }

    private static Command CreateCreate()
    {
        var key = new Argument<string>("key") { Description = ListKey.Rule };
        var names = Texts("name", "The name that people read");
        var descriptions = Texts("description", "What one gets who subscribes");
        var (isPublic, confirm) = (PublicOption(), ConfirmOption());
        var basis = BasisOption();
        var json = Verb.JsonOption();
        var verb = new Command("create", "Make a list") { key, basis, isPublic, confirm, json };
        foreach (var option in names.Values.Concat(descriptions.Values))
            verb.Add(option);
        return verb.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var draft = new ListDraft
            {
                Key = parsed.GetValue(key)!,
                Names = parsed.Given(names),
                Descriptions = parsed.Given(descriptions),
                LegalBasis = parsed.GetValue(basis) ?? LegalBasis.Consent,
                IsPublic = parsed.GetValue(isPublic) ?? false,
                NeedsConfirmation = parsed.GetValue(confirm),
            };
            switch (await services.GetRequiredService<CreateList>().ExecuteAsync(draft, cancellationToken))
            {
                case CreateListOutcome.Created created when parsed.GetValue(json):
                    parsed.WriteJson(Shown(created.List));
                    return ExitCode.Done;
                case CreateListOutcome.Created created:
                    parsed.WriteLine($"There is now a list {created.List.Key}.");
                    return ExitCode.Done;
                case CreateListOutcome.Refused refused:
                    return parsed.Refuse(refused.Problems);
                default:
                    return parsed.Refuse($"key: There is a list '{draft.Key}' already.");
            }
        });
    }

    // Not "list list": the parser takes no command of its parent's name.
    private static Command CreateShow()
    {
        var json = Verb.JsonOption();
        return new Command("show", "Show all lists, with the people whom a mailing would reach") { json }.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var lists = await services.GetRequiredService<Lists>().AllAsync(cancellationToken);
            if (parsed.GetValue(json))
                parsed.WriteJson(lists.Select(list => new
                {
                    list.List.Key,
                    list.List.Names,
                    list.List.Descriptions,
                    list.List.LegalBasis,
                    list.List.IsPublic,
                    list.List.NeedsConfirmation,
                    list.Subscribed,
                    list.SubscribedByLanguage,
                }));
            else if (lists.Count == 0)
                parsed.WriteLine("No lists yet. Make one: list create KEY --name-fi NAME");
            else
                foreach (var list in lists)
                    parsed.WriteLine($"{list.List.Key,-24}{list.Subscribed,9}  {string.Join(" / ", list.List.Names.Values.Distinct())}");
            return ExitCode.Done;
        });
    }
}
