using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.InfoSessions;

/// <summary>Begins a session, or keeps an edit of one that is still a draft. Bad input is refused whole.</summary>
internal sealed class SaveInfoSession(OutreachDb db, CheckInfoSession check, IOptions<OrganisationOptions> organisation, TimeProvider clock)
{
    /// <summary>Begins one.</summary>
    internal async Task<SaveOutcome<InfoSessionId>> CreateAsync(InfoSessionDraft draft, CancellationToken cancellationToken)
    {
        var found = await check.ExecuteAsync(draft, cancellationToken);
        if (found.Problems.Count > 0)
            return new SaveOutcome<InfoSessionId>.Refused(found.Problems);

        var session = new InfoSession
        {
            SenderKey = found.Sender!,
            ListId = found.List!.Value,
            StartsAt = draft.StartsAt,
            EndsAt = draft.EndsAt,
            TimeZone = organisation.Value.TimeZone,
            CreatedAt = clock.GetUtcNow(),
        };
        Fill(session, draft);
        db.Add(session);
        return await db.KeepAsync(session, cancellationToken);
    }

    /// <summary>Keeps an edit.</summary>
    /// <param name="id">Of which session.</param>
    /// <param name="revision">The revision that was edited; null overwrites whatever stands.</param>
    /// <param name="draft">The whole session as it is to be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<SaveOutcome<InfoSessionId>> EditAsync(
        InfoSessionId id, int? revision, InfoSessionDraft draft, CancellationToken cancellationToken)
    {
        var session = await db.Set<InfoSession>().Include(session => session.Texts)
            .SingleOrDefaultAsync(session => session.Id == id, cancellationToken);
        if (!session.MayBeEdited(revision, out var refusal))
            return refusal;

        var found = await check.ExecuteAsync(draft, cancellationToken);
        if (found.Problems.Count > 0)
            return new SaveOutcome<InfoSessionId>.Refused(found.Problems);

        session.SenderKey = found.Sender!;
        session.ListId = found.List!.Value;
        Fill(session, draft);
        return await db.KeepAsync(session, cancellationToken);
    }

    private void Fill(InfoSession session, InfoSessionDraft draft)
    {
        session.FallbackLanguage = draft.FallbackLanguage.Length == 0 ? null : draft.FallbackLanguage;
        session.StartsAt = draft.StartsAt;
        session.EndsAt = draft.EndsAt;
        session.TimeZone = draft.TimeZone.Length == 0 ? organisation.Value.TimeZone : draft.TimeZone;
        session.Place = draft.Place.Trim();
        session.OnlineUrl = draft.OnlineUrl.Trim();
        session.Texts.Follow(
            draft.Texts,
            text => text.Language,
            language => new InfoSessionText { Language = language, Title = "" },
            (text, words) => (text.Title, text.Description) = (words.Title.Trim(), words.Description));
    }
}
