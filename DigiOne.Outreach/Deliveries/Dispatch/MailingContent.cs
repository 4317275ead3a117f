using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>What a mailing's messages are made of, read once and kept while it is under way.</summary>
internal sealed record MailingContent(
    Mailing Mailing, MailTemplate Template, IReadOnlyDictionary<string, VariantContent> Variants,
    IReadOnlyDictionary<ListId, ContactList> Lists)
{
    /// <summary>What its Message-IDs begin with.</summary>
    internal string MessageIdStart { get; } = $"{Mailing.Id.Value:n}.";

    /// <summary>The mailing that a Message-ID names; null where it names none.</summary>
    internal static MailingId? MailingOf(string messageId) =>
        messageId.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && Guid.TryParseExact(messageId.AsSpan(0, dot), "n", out var id)
            ? new MailingId(id)
            : null;

    /// <summary>The delivery that a Message-ID names; null where it names none.</summary>
    internal static DeliveryId? DeliveryOf(string messageId) =>
        MailingOf(messageId) is not null && messageId.IndexOf('.', StringComparison.Ordinal) is var dot
            && messageId.IndexOf('@', dot) is var at and > 0 && long.TryParse(messageId.AsSpan(dot + 1, at - dot - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new DeliveryId(id)
            : null;
}

/// <summary>One language of it.</summary>
internal sealed record VariantContent(JsonObject Data, string? Calendar)
{
    /// <summary>What of it was prepared so far.</summary>
    internal PreparedShapes Prepared { get; init; } = new();
}

/// <summary>Keeps the content of mailings under way.</summary>
internal sealed class MailingContents(IDbContextFactory<OutreachDb> databases)
{
    private readonly ConcurrentDictionary<MailingId, Lazy<Task<MailingContent>>> _contents = new();

    /// <summary>The content; it never changes, so the first reading serves all.</summary>
    internal async Task<MailingContent> GetAsync(MailingId id)
    {
        var reading = _contents.GetOrAdd(id, key => new Lazy<Task<MailingContent>>(() => ReadAsync(key)));
        try
        {
            return await reading.Value;
        }
        catch
        {
            // The next one reads anew: a database that was away for a moment must not stop the mailing for good.
            _contents.TryRemove(KeyValuePair.Create(id, reading));
            throw;
        }
    }

    /// <summary>The content, where it has been read; null where it has not.</summary>
    internal MailingContent? AtHand(MailingId id) =>
        _contents.TryGetValue(id, out var reading) && reading is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } ? reading.Value.Result : null;

    /// <summary>Lets go of all of this sender's in a lane but these.</summary>
    internal void Keep(MailSender sender, Lane lane, IReadOnlySet<MailingId> underWay)
    {
        foreach (var (id, reading) in _contents)
            if (!underWay.Contains(id) && reading is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
                && reading.Value.Result.Mailing is { } mailing && sender.IsNamed(mailing.SenderKey) && mailing.Lane == lane)
                _contents.TryRemove(id, out _);
    }

    private async Task<MailingContent> ReadAsync(MailingId id)
    {
        await using var db = databases.CreateDbContext();
        var mailing = await db.Set<Mailing>().AsNoTracking().Include(mailing => mailing.Variants).Include(mailing => mailing.Lists).SingleAsync(mailing => mailing.Id == id);
        var ids = mailing.Lists.Select(list => list.ListId).ToList();
        var lists = await db.Set<ContactList>().AsNoTracking().Where(list => ids.Contains(list.Id)).ToDictionaryAsync(list => list.Id);
        return new MailingContent(
            mailing,
            JsonText.Read<MailTemplate>(mailing.Template),
            mailing.Variants.ToDictionary(
                variant => variant.Language,
                variant => new VariantContent((JsonObject)JsonNode.Parse(variant.Data)!, variant.Calendar)),
            lists);
    }
}
