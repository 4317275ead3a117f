using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience;

/// <summary>Makes a list that people can subscribe to.</summary>
internal sealed class CreateList(OutreachDb db, IOptions<OrganisationOptions> organisation, TimeProvider clock)
{
    /// <summary>Makes it, or says everything that is wrong.</summary>
    /// <param name="key">The list's key, free until now.</param>
    /// <param name="names">Its name in each of the organisation's languages.</param>
    /// <param name="basis">Why its people may be written to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<SaveOutcome<ListId>> ExecuteAsync(
        string key, IReadOnlyDictionary<string, string> names, LegalBasis basis, CancellationToken cancellationToken)
    {
        var clean = organisation.Value.Languages.ToDictionary(
            language => language, language => CleanText.Of(names.GetValueOrDefault(language, "")));
        var problems = new List<FieldProblem>();
        if (key.Length == 0)
            problems.Add(FieldProblem.Required("key", "The key"));
        else if (!ListKey.IsValid(key))
            problems.Add(new FieldProblem("key", ProblemKind.Malformed, $"A list's key is {ListKey.Rule}."));
        else if (await db.Set<ContactList>().AnyAsync(list => list.Key == key, cancellationToken))
            problems.Add(Taken(key));
        foreach (var (language, name) in clean)
            problems.AddRange(FieldProblem.OfLine($"names.{language}", "The name", name));
        if (problems.Count > 0)
            return new SaveOutcome<ListId>.Refused(problems);

        var list = new ContactList { Key = key, Names = clean, LegalBasis = basis, CreatedAt = clock.GetUtcNow() };
        db.Add(list);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new SaveOutcome<ListId>.Saved(list.Id, 0);
        }
        catch (DbUpdateException) when (db.Set<ContactList>().Any(other => other.Key == key))
        {
            return new SaveOutcome<ListId>.Refused([Taken(key)]);
        }
    }

    private static FieldProblem Taken(string key) => new("key", ProblemKind.Taken, $"There is a list '{key}' already.");
}
