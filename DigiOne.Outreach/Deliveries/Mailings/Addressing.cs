using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Problems;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Looks up what a draft names: whose people, from whom, in which languages. Finds all that is wrong at once.</summary>
internal sealed class Addressing(Lists lists, SenderDirectory senders, IOptions<OrganisationOptions> organisation)
{
    /// <summary>Looks them up.</summary>
    /// <param name="list">Key of the list.</param>
    /// <param name="sender">Key of the sender; empty for the default one.</param>
    /// <param name="languages">Languages that there is content in.</param>
    /// <param name="fallback">Fallback language, one of them; empty for none.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<(ListId? List, string? Sender)> FindAsync(
        string list, string sender, IReadOnlyCollection<string> languages, string fallback, List<FieldProblem> problems,
        CancellationToken cancellationToken)
    {
        var foundList = await lists.FindAsync(list, cancellationToken);
        if (foundList is null)
            problems.Add(list.Length == 0
                ? FieldProblem.Required("list", "The list")
                : FieldProblem.Unknown("list", "list", list, (await lists.AllAsync(cancellationToken)).Select(known => known.List.Key)));

        var foundSender = sender.Length == 0 ? senders.Default : senders.TryFind(sender, out var named) ? named : null;
        if (foundSender is null)
            problems.Add(sender.Length == 0
                ? new FieldProblem(
                    "sender", ProblemKind.Required,
                    $"The sender is missing, and the configuration has several and no DefaultSender. Known: {string.Join(", ", senders.Senders.Select(known => known.Key))}.")
                : FieldProblem.Unknown("sender", "sender", sender, senders.Senders.Select(known => known.Key)));

        if (languages.Count == 0)
            problems.Add(FieldProblem.Required("languages", "The content in at least one language"));
        foreach (var language in languages.Where(language => !organisation.Value.Languages.Contains(language)))
            problems.Add(FieldProblem.Unknown($"languages.{language}", "language", language, organisation.Value.Languages));
        if (fallback.Length > 0 && !languages.Contains(fallback))
            problems.Add(FieldProblem.Unknown("fallbackLanguage", "content in", fallback, languages));
        return (foundList?.Id, foundSender?.Key);
    }
}
