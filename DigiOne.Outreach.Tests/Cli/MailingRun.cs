using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Cli;

/// <summary>A house with a list, for the verbs about mailings, and rows as the engine would have left them.</summary>
internal static class MailingRun
{
    internal static async Task<CommandRun> WithListAsync()
    {
        var house = new CommandRun();
        await house.JsonAsync("list", "create", "uutiset", "--name-fi", "Uutiskirje", "--name-sv", "Nyhetsbrev", "--basis", "public-task");
        return house;
    }

    internal static async Task<MailingId> ScheduleAsync(this CommandRun house, string at)
    {
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");
        return new(Guid.Parse((await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", at)).GetProperty("id").GetString()!));
    }

    internal static Task<int> SetAsync(OutreachDb db, MailingId id, MailingState state, int candidates) =>
        db.Set<Mailing>().Where(mailing => mailing.Id == id).ExecuteUpdateAsync(
            row => row.SetProperty(m => m.State, state).SetProperty(m => m.Candidates, candidates), TestContext.Current.CancellationToken);

    internal static Delivery DeliveryOf(MailingId mailing, string address, DeliveryState state) => new()
    {
        MailingId = mailing,
        Address = address,
        Domain = "kunta.example",
        Language = "fi",
        State = state,
        NextAttemptAt = DateTimeOffset.UnixEpoch,
    };

    internal static Certificate CertificateOf(MailingId mailing, int version, int accepted) => new()
    {
        MailingId = mailing,
        Version = version,
        IssuedAt = new DateTimeOffset(2099, 8, 1, 7, 0, 0, TimeSpan.Zero),
        ContentHash = new string('a', 64),
        Counts = new MailingCounts { Candidates = accepted + 2, Accepted = accepted, Cancelled = 2 },
        InDoubt = 0,
        Languages = [new CertificatePart { Name = "fi", Accepted = accepted, Cancelled = 2 }],
        Domains = [new CertificatePart { Name = "kunta.example", Accepted = accepted, Cancelled = 2 }],
    };
}
