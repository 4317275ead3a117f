using System.CommandLine;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Problems;

namespace DigiOne.Outreach.Cli;

/// <summary><c>list edit</c>: changes what is named and leaves the rest.</summary>
internal static class ListEditVerb
{
    internal static Command Create()
    {
        var key = new Argument<string>("key") { Description = "The list's key; list show names them all. It stays as it is" };
        var names = ListVerb.Texts("name", "The name that people read");
        var descriptions = ListVerb.Texts("description", "What one gets who subscribes; empty takes it away");
        var basis = ListVerb.BasisOption();
        var (isPublic, confirm) = (ListVerb.PublicOption(), ListVerb.ConfirmOption());
        var json = Verb.JsonOption();
        var verb = new Command("edit", "Change a list; what is not named stays") { key, basis, isPublic, confirm, json };
        foreach (var option in names.Values.Concat(descriptions.Values))
            verb.Add(option);
        return verb.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var lists = services.GetRequiredService<Lists>();
            if (await lists.FindAsync(parsed.GetValue(key)!, cancellationToken) is not { } list)
                return parsed.Refuse($"key: {Lists.Missing(parsed.GetValue(key)!, [.. (await lists.NamesAsync(cancellationToken)).Select(known => known.Key)])}");

            var draft = new ListDraft
            {
                Key = list.Key,
                Names = With(list.Names, parsed.Given(names)),
                Descriptions = With(list.Descriptions, parsed.Given(descriptions)),
                LegalBasis = parsed.GetValue(basis) ?? list.LegalBasis,
                IsPublic = parsed.GetValue(isPublic) ?? list.IsPublic,
                NeedsConfirmation = parsed.GetValue(confirm) ?? list.NeedsConfirmation,
            };
            switch (await services.GetRequiredService<EditList>().ExecuteAsync(list.Revision, draft, cancellationToken))
            {
                case SaveOutcome<ListId>.Saved when parsed.GetValue(json):
                    parsed.WriteJson(ListVerb.Shown((await lists.FindAsync(list.Key, cancellationToken))!));
                    return ExitCode.Done;
                case SaveOutcome<ListId>.Saved:
                    parsed.WriteLine($"The list {list.Key} is changed.");
                    return ExitCode.Done;
                case SaveOutcome<ListId>.Refused refused:
                    return parsed.Refuse(refused.Problems);
                default:
                    return parsed.Refuse("Somebody else changed the list at the same moment: look at it and try again.");
            }
        });
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> stored, Dictionary<string, string> given)
    {
        var all = new Dictionary<string, string>(stored);
        foreach (var (language, text) in given)
            all[language] = text;
        return all;
    }
}
