using System.Text.Json;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience;

/// <summary>Keeps what the team corrects about a person. Bad input is refused whole.</summary>
internal sealed class EditContact(
    OutreachDb db, ContactAttributes attributes, IOptions<OrganisationOptions> organisation, LocalTime zone, TimeProvider clock)
{
    private const int LongestText = 300;

    /// <summary>Keeps it; a pause that begins or ends goes into the consent log.</summary>
    /// <param name="id">Whom.</param>
    /// <param name="revision">The revision that was edited; null overwrites whatever stands.</param>
    /// <param name="draft">The person as it is to be.</param>
    /// <param name="member">Sign-in address of who does it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<SaveOutcome<ContactId>> ExecuteAsync(
        ContactId id, int? revision, ContactDraft draft, string? member, CancellationToken cancellationToken)
    {
        var contact = await db.Set<Contact>().SingleOrDefaultAsync(contact => contact.Id == id, cancellationToken);
        if (!contact.MayBeEdited(revision, out var refusal))
            return refusal;

        var problems = new List<FieldProblem>();
        (contact.Name, contact.Organisation, contact.Role) =
            (Line("name", draft.Name, problems), Line("organisation", draft.Organisation, problems), Line("role", draft.Role, problems));
        contact.Language = draft.Language;
        if (!organisation.Value.Languages.Contains(draft.Language))
            problems.Add(FieldProblem.Unknown("language", "language", draft.Language, organisation.Value.Languages));
        contact.Municipality = Municipality(draft.Municipality, problems);
        contact.Attributes = Attributes(draft.Attributes, contact.Attributes, problems);
        if (Pause(contact, draft.PausedUntil, problems) is { } act)
            db.Add(new ConsentEntry
            {
                ContactId = id,
                At = clock.GetUtcNow(),
                Act = act,
                Way = ConsentWay.Hand,
                Evidence = new ConsentEvidence { Member = member, Until = contact.PausedUntil },
            });
        return problems.Count > 0 ? new SaveOutcome<ContactId>.Refused(problems) : await db.KeepAsync(contact, cancellationToken);
    }

    private static string Line(string field, string text, List<FieldProblem> problems)
    {
        var clean = CleanText.Of(text);
        if (clean.Length > LongestText)
            problems.Add(FieldProblem.TooLong(field, "This", LongestText));
        return clean;
    }

    private static string? Municipality(string text, List<FieldProblem> problems)
    {
        if (CleanText.Of(text) is not { Length: > 0 } word)
            return null;
        if (Municipalities.TryFind(word, out var found))
            return found.Code;
        problems.Add(new FieldProblem("municipality", ProblemKind.Unknown, $"'{word}' is no municipality's code or name."));
        return null;
    }

    private Dictionary<string, JsonElement> Attributes(
        IReadOnlyDictionary<string, string> texts, IReadOnlyDictionary<string, JsonElement> stored, List<FieldProblem> problems)
    {
        var values = new Dictionary<string, JsonElement>(stored);
        foreach (var (key, text) in texts)
        {
            if (attributes.All.FirstOrDefault(attribute => attribute.Key == key) is not { } attribute)
                problems.Add(FieldProblem.Unknown($"attributes.{key}", "attribute", key, attributes.All.Select(known => known.Key)));
            else if (CleanText.Of(text) is not { Length: > 0 } clean)
                values.Remove(key);
            else if (ContactAttributes.TryRead(attribute, clean, out var value))
                values[key] = value;
            else
                problems.Add(new FieldProblem($"attributes.{key}", ProblemKind.Malformed, $"'{key}' is {ContactAttributes.Rule(attribute)}."));
        }

        return values;
    }

    // A pause that has run out is none: what stands in the form then changes nothing.
    private ConsentAct? Pause(Contact contact, DateOnly? day, List<FieldProblem> problems)
    {
        var now = clock.GetUtcNow();
        var until = day is { } first ? zone.Start(first) : (DateTimeOffset?)null;
        if (until == contact.PausedUntil)
            return null;
        if (until <= now)
        {
            problems.Add(new FieldProblem("pausedUntil", ProblemKind.Past, "This day has begun: give a later one, or none."));
            return null;
        }

        var wasPaused = contact.PausedUntil > now;
        contact.PausedUntil = until;
        return until is not null ? ConsentAct.Paused : wasPaused ? ConsentAct.Resumed : null;
    }
}
