using DigiOne.Outreach.Configuration;
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
        await db.SaveChangesAsync(cancellationToken);
        return new SaveOutcome<InfoSessionId>.Saved(session.Id, session.Revision);
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
        if (session is null)
            return new SaveOutcome<InfoSessionId>.Missing();
        if (session.InvitationId is not null)
            return new SaveOutcome<InfoSessionId>.Settled();
        if (revision is not null && revision != session.Revision)
            return new SaveOutcome<InfoSessionId>.Outdated();

        var found = await check.ExecuteAsync(draft, cancellationToken);
        if (found.Problems.Count > 0)
            return new SaveOutcome<InfoSessionId>.Refused(found.Problems);

        session.SenderKey = found.Sender!;
        session.ListId = found.List!.Value;
        Fill(session, draft);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new SaveOutcome<InfoSessionId>.Saved(id, session.Revision);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new SaveOutcome<InfoSessionId>.Outdated();
        }
    }

    private void Fill(InfoSession session, InfoSessionDraft draft)
    {
        session.FallbackLanguage = draft.FallbackLanguage.Length == 0 ? null : draft.FallbackLanguage;
        session.StartsAt = draft.StartsAt;
        session.EndsAt = draft.EndsAt;
        session.TimeZone = draft.TimeZone.Length == 0 ? organisation.Value.TimeZone : draft.TimeZone;
        session.Place = draft.Place.Trim();
        session.OnlineUrl = draft.OnlineUrl.Trim();
        session.Revision++;
        foreach (var gone in session.Texts.Where(text => !draft.Texts.ContainsKey(text.Language)).ToList())
            session.Texts.Remove(gone);
        foreach (var (language, words) in draft.Texts)
        {
            var text = session.Texts.SingleOrDefault(text => text.Language == language);
            if (text is null)
                session.Texts.Add(text = new InfoSessionText { Language = language, Title = words.Title });
            text.Title = words.Title.Trim();
            text.Description = words.Description;
        }
    }
}
