using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.InfoSessions;

/// <summary>Asks for info sessions.</summary>
internal sealed class FindInfoSessions(OutreachDb db, MailingSummaries mailings)
{
    /// <summary>Some of them with their words and mailings, the latest start first.</summary>
    /// <param name="skip">How many of the latest to leave out.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<InfoSessionDetail>> LatestAsync(int skip, int take, CancellationToken cancellationToken) =>
        await WithTheirsAsync(
            await Sessions.OrderByDescending(session => session.StartsAt).ThenByDescending(session => session.Id)
                .Skip(skip).Take(take).ToListAsync(cancellationToken),
            cancellationToken);

    /// <summary>How many there are.</summary>
    internal Task<int> CountAsync(CancellationToken cancellationToken) => db.Set<InfoSession>().CountAsync(cancellationToken);

    /// <summary>One; null when there is no such session.</summary>
    internal async Task<InfoSessionDetail?> OneAsync(InfoSessionId id, CancellationToken cancellationToken) =>
        (await WithTheirsAsync(await Sessions.Where(session => session.Id == id).ToListAsync(cancellationToken), cancellationToken)).SingleOrDefault();

    private IQueryable<InfoSession> Sessions => db.Set<InfoSession>().AsNoTracking().Include(session => session.Texts);

    private async Task<List<InfoSessionDetail>> WithTheirsAsync(List<InfoSession> sessions, CancellationToken cancellationToken)
    {
        var ids = sessions.ConvertAll(session => session.ListId);
        var lists = await db.Set<ContactList>().AsNoTracking().Where(list => ids.Contains(list.Id))
            .ToDictionaryAsync(list => list.Id, cancellationToken);
        var states = await mailings.OfAsync(sessions.SelectMany(session => new[] { session.InvitationId, session.ReminderId }), cancellationToken);
        return sessions.ConvertAll(session => new InfoSessionDetail(
            session, lists[session.ListId], StateOf(session.InvitationId), StateOf(session.ReminderId)));

        MailingSummary? StateOf(MailingId? id) => id is { } known ? states[known] : null;
    }
}

/// <summary>A session with its list and its mailings, where it has them.</summary>
internal sealed record InfoSessionDetail(InfoSession Session, ContactList List, MailingSummary? Invitation, MailingSummary? Reminder)
{
    /// <summary>The title in a language, else in any.</summary>
    internal string TitleIn(string language) =>
        (Session.Texts.FirstOrDefault(text => text.Language == language) ?? Session.Texts.First()).Title;
}
