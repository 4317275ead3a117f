using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Makes a list that people can be put on.</summary>
internal sealed class CreateList(IDbContextFactory<OutreachDb> databases, TimeProvider clock)
{
    private const int LongestName = 300;

    /// <summary>Makes it.</summary>
    internal async Task<CreateListOutcome> ExecuteAsync(ListDraft draft, CancellationToken cancellationToken)
    {
        var names = draft.Names.ToDictionary(name => name.Key, name => CleanText.Of(name.Value ?? ""));
        if (Check(draft.Key, names) is { Count: > 0 } problems)
            return new CreateListOutcome.Refused(problems);

        await using var db = databases.CreateDbContext();
        if (await db.Set<ContactList>().AnyAsync(list => list.Key == draft.Key, cancellationToken))
            return new CreateListOutcome.Exists();

        var list = new ContactList { Key = draft.Key, Names = names, LegalBasis = draft.LegalBasis, CreatedAt = clock.GetUtcNow() };
        db.Add(list);
        await db.SaveChangesAsync(cancellationToken);
        return new CreateListOutcome.Created(list);
    }

    private static List<FieldProblem> Check(string key, Dictionary<string, string> names)
    {
        var problems = new List<FieldProblem>();
        if (!ListKey.IsValid(key))
            problems.Add(new FieldProblem("key", ProblemKind.Malformed, $"A list's key is {ListKey.Rule}."));
        if (names.Count == 0)
            problems.Add(FieldProblem.Required("names", "The name in at least one language"));
        foreach (var (language, name) in names)
            if (!Configuration.LanguageTag.IsKnown(language))
                problems.Add(new FieldProblem($"names.{language}", ProblemKind.Malformed, $"'{language}' is no language tag like fi, sv or en."));
            else
                problems.AddRange(FieldProblem.OfLine($"names.{language}", "The name", name, LongestName));
        return problems;
    }
}

/// <summary>A list as a person or a program hands it in.</summary>
public sealed record ListDraft
{
    /// <summary>Key: see <see cref="ListKey.Rule"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The name that people read, per language; 1 to 300 characters each.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>Why its people may be written to. Default consent.</summary>
    public LegalBasis LegalBasis { get; init; } = LegalBasis.Consent;
}

/// <summary>What came of making a list.</summary>
internal abstract record CreateListOutcome
{
    private CreateListOutcome()
    {
    }

    /// <summary>It stands.</summary>
    internal sealed record Created(ContactList List) : CreateListOutcome;

    /// <summary>There is a list of this key.</summary>
    internal sealed record Exists : CreateListOutcome;

    /// <summary>It was not made, for these reasons.</summary>
    internal sealed record Refused(IReadOnlyList<FieldProblem> Problems) : CreateListOutcome;
}
