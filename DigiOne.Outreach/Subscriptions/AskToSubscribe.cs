using System.Net;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// Takes a public form: judges what was typed, which says nothing of anybody, and writes one row. Everything that depends on
/// who is behind the address happens afterwards (<see cref="HandleSignUps"/>).
/// </summary>
internal sealed class AskToSubscribe(
    OutreachDb db, SignUpCaps caps, ConsentWording wording, IOptions<OrganisationOptions> organisation, TimeProvider clock)
{
    private const int MostLists = 100;

    /// <summary>Takes it.</summary>
    internal async Task<SignUpOutcome> ExecuteAsync(SignUpForm form, CancellationToken cancellationToken)
    {
        // Whatever fills in a field that people do not see gets the answer of everybody, and nothing more.
        if (form.Trap.Length > 0)
            return new SignUpOutcome.Taken(NeedsConfirmation: true);

        var problems = new List<FieldProblem>();
        if (!MailAddress.TryParse(form.Address, out var address, out var problem))
            problems.Add(string.IsNullOrWhiteSpace(form.Address)
                ? FieldProblem.Required("email", "The address")
                : new FieldProblem("email", ProblemKind.Malformed, problem));
        if (!organisation.Value.Languages.Contains(form.Language))
            problems.Add(FieldProblem.Unknown("language", "language", form.Language, organisation.Value.Languages));
        var lists = form.WantsLink ? [] : await ListsAsync(form, problems, cancellationToken);
        if (problems.Count > 0)
            return new SignUpOutcome.Refused(problems);

        var shown = form.WantsLink ? null : wording.In(form.Language, cancellationToken);
        if (shown is not null && shown.Hash != form.Wording)
            return new SignUpOutcome.WordingChanged();
        if (!caps.TryTake(form.From))
            return new SignUpOutcome.TooMany();

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Add(new SignUp
        {
            Address = address!,
            NormalAddress = AddressNormalForm.Of(address!),
            Language = form.Language,
            Lists = [.. lists.Select(list => list.Id.Value)],
            WordingId = shown is null ? null : await wording.KeepAsync(db, shown, cancellationToken),
            Network = form.From is { } from ? ShortenedAddress.Of(from) : null,
            AskedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SignUpOutcome.Taken(form.WantsLink || lists.Any(list => list.NeedsConfirmation));
    }

    private async Task<List<ContactList>> ListsAsync(SignUpForm form, List<FieldProblem> problems, CancellationToken cancellationToken)
    {
        var keys = form.Lists.Distinct().Take(MostLists).ToList();
        var lists = keys.Count == 0 ? [] : await db.Set<ContactList>().AsNoTracking()
            .Where(list => list.IsPublic && keys.Contains(list.Key)).ToListAsync(cancellationToken);
        if (keys.Count == 0)
            problems.Add(FieldProblem.Required("list", "The list"));
        else if (lists.Count < keys.Count)
            problems.Add(FieldProblem.Unknown("list", "public list", keys.First(key => lists.TrueForAll(list => list.Key != key)), []));
        return lists;
    }
}

/// <summary>A public form as it was filled in.</summary>
internal sealed record SignUpForm
{
    internal required string Address { get; init; }

    internal required string Language { get; init; }

    /// <summary>Keys of the lists.</summary>
    internal IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Whether the person asks for the link to their own preferences, and for no list.</summary>
    internal bool WantsLink { get; init; }

    /// <summary>Hash of the words that stood on it.</summary>
    internal string Wording { get; init; } = "";

    /// <summary>What stands in the field that people do not see.</summary>
    internal string Trap { get; init; } = "";

    /// <summary>Where it came from; null where that is unknown.</summary>
    internal IPAddress? From { get; init; }
}

/// <summary>What came of a public form.</summary>
internal abstract record SignUpOutcome
{
    private SignUpOutcome()
    {
    }

    /// <summary>It is dealt with in a moment.</summary>
    /// <param name="NeedsConfirmation">Whether a mail follows that has to be answered, as far as the lists tell.</param>
    internal sealed record Taken(bool NeedsConfirmation) : SignUpOutcome;

    /// <summary>It was not taken, for these reasons.</summary>
    internal sealed record Refused(IReadOnlyList<FieldProblem> Problems) : SignUpOutcome;

    /// <summary>The form showed other words than are shown today: the person has to see them first.</summary>
    internal sealed record WordingChanged : SignUpOutcome;

    /// <summary>More came from there than may.</summary>
    internal sealed record TooMany : SignUpOutcome;
}
