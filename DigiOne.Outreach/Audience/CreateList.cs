using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Makes a list that people can be put on.</summary>
internal sealed class CreateList(IDbContextFactory<OutreachDb> databases, TimeProvider clock)
{
    /// <summary>Makes it.</summary>
    internal async Task<CreateListOutcome> ExecuteAsync(ListDraft draft, CancellationToken cancellationToken)
    {
        var clean = draft.Clean();
        if (CheckList.Of(clean) is { Count: > 0 } problems)
            return new CreateListOutcome.Refused(problems);

        await using var db = databases.CreateDbContext();
        if (await db.Set<ContactList>().AnyAsync(list => list.Key == draft.Key, cancellationToken))
            return new CreateListOutcome.Exists();

        var list = new ContactList { Key = clean.Key, Names = clean.Names, LegalBasis = clean.LegalBasis, CreatedAt = clock.GetUtcNow() };
        clean.Fill(list);
        db.Add(list);
        await db.SaveChangesAsync(cancellationToken);
        return new CreateListOutcome.Created(list);
    }
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
