using System.Globalization;
using System.Text.Json;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Audience;

/// <summary>People of every kind that segments can ask for, in the database and in memory, and what a filter means of one.</summary>
internal sealed class SegmentPeople
{
    private static readonly string?[] Words = [null, "", "Päiväkoti", "PÄIVÄKOTI Aurinko", "koti", "Åbo", "abo", "'; DROP TABLE contacts; --", "50 %_"];
    private static readonly string[] Languages = ["fi", "sv", "en"];

    private readonly List<Contact> _people = [];
    private readonly List<Subscription> _subscriptions = [];
    private readonly List<Delivery> _deliveries = [];
    private readonly Dictionary<string, ListId> _lists = [];

    internal MailingId Mailing { get; private set; }

    internal static void Attributes(Settings settings)
    {
        settings.Attributes["koulu"] = new AttributeOptions();
        settings.Attributes["koko"] = new AttributeOptions { Type = AttributeType.Number };
        settings.Attributes["alku"] = new AttributeOptions { Type = AttributeType.Date };
        settings.Attributes["jasen"] = new AttributeOptions { Type = AttributeType.Boolean };
        settings.Attributes["taso"] = new AttributeOptions { Type = AttributeType.Choice, Choices = { ["gold"] = new(), ["silver"] = new() } };
    }

    internal static async Task<SegmentPeople> MakeAsync(StillOutreach outreach, int count, Random random)
    {
        var made = new SegmentPeople();
        foreach (var key in new[] { "a", "b" })
            made._lists[key] = await outreach.Services.MakeListAsync(key);
        await outreach.Services.MakeListAsync();
        made.Mailing = await outreach.Services.ScheduleAsync(outreach.Now.AddDays(1));
        await using var db = outreach.OpenDatabase();
        for (var number = 0; number < count; number++)
            made._people.Add(Person(number, random, outreach.Now));
        db.AddRange(made._people);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        foreach (var person in made._people)
            made.AddFacts(person.Id, random, outreach.Now);
        db.AddRange(made._subscriptions);
        db.AddRange(made._deliveries);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return made;
    }

    internal IEnumerable<ContactId> Meant(SegmentFilter filter, DateTimeOffset now, LocalTime zone) =>
        _people.Where(person => Means(filter, person, now, zone)).Select(person => person.Id);

    private static T Of<T>(T[] choices, Random random) => choices[random.Next(choices.Length)];

    private static Contact Person(int number, Random random, DateTimeOffset now)
    {
        var attributes = new Dictionary<string, JsonElement>();
        void Maybe(string key, params object[] values)
        {
            if (random.Next(3) > 0)
                attributes[key] = JsonSerializer.SerializeToElement(Of(values, random));
        }

        Maybe("koulu", "Päiväkoti", "koti", "Åbo", "'; DROP TABLE contacts; --");
        Maybe("koko", 1, 2.5m, -3, 100);
        Maybe("alku", "2027-03-01", "2026-12-31", "2030-01-01");
        Maybe("jasen", true, false);
        Maybe("taso", "gold", "silver");
        // What stood there before the type was another.
        if (random.Next(8) == 0)
            attributes[Of(["koko", "alku", "jasen"], random)] = JsonSerializer.SerializeToElement(Of<object>(["suuri", 7], random));
        return new Contact
        {
            Address = $"p{number}@x.example",
            NormalAddress = $"p{number}@x.example",
            Name = Of(Words, random) ?? "",
            Organisation = Of(Words, random) ?? "",
            Language = Of(Languages, random),
            Municipality = Of([null, "091", "049"], random),
            Attributes = attributes,
            PausedUntil = Of<DateTimeOffset?>([null, now.AddDays(1), now.AddDays(-1)], random),
            CreatedAt = now.AddDays(-random.Next(5)).AddHours(-random.Next(24)),
        };
    }

    private void AddFacts(ContactId id, Random random, DateTimeOffset now)
    {
        foreach (var list in _lists.Values.Where(_ => random.Next(2) == 0))
        {
            var left = random.Next(3) == 0;
            _subscriptions.Add(new Subscription
            {
                ContactId = id,
                ListId = list,
                SubscribedAt = now.AddDays(-random.Next(5)),
                Source = "test",
                UnsubscribedAt = left ? now : null,
                UnsubscribedBy = left ? LeavingWay.Link : null,
            });
        }

        if (random.Next(2) == 0)
            _deliveries.Add(new Delivery
            {
                MailingId = Mailing,
                ContactId = id,
                Address = "x@x.example",
                Domain = "x.example",
                Language = "fi",
                State = Of([DeliveryState.Accepted, DeliveryState.Rejected, DeliveryState.Waiting], random),
                NextAttemptAt = now,
                SettledAt = now.AddDays(-random.Next(5)),
            });
    }

    private bool Means(SegmentFilter filter, Contact person, DateTimeOffset now, LocalTime zone) => filter switch
    {
        SegmentFilter.All all => all.Parts.All(part => Means(part, person, now, zone)),
        SegmentFilter.Any any => any.Parts.Any(part => Means(part, person, now, zone)),
        SegmentFilter.Not not => !Means(not.Part, person, now, zone),
        SegmentFilter.Condition { Field: var field, Operator: var with, Values: var values } => field switch
        {
            "language" => values.Contains(person.Language),
            "municipality" => with == SegmentOperator.IsSet ? person.Municipality is not null : values.Contains(person.Municipality),
            "name" => Text(person.Name, with, values),
            "organisation" => Text(person.Organisation, with, values),
            "known" => Instant(person.CreatedAt, with, values[0], now, zone),
            "paused" => values.Contains(person.PausedUntil > now ? "true" : "false"),
            "received" => _deliveries.Exists(row => row.ContactId == person.Id && row.State == DeliveryState.Accepted && Instant(row.SettledAt!.Value, with, values[0], now, zone)),
            "rejected" => _deliveries.Exists(row => row.ContactId == person.Id && row.State == DeliveryState.Rejected && Instant(row.SettledAt!.Value, with, values[0], now, zone)),
            "mailing" => _deliveries.Exists(row => row.ContactId == person.Id && row.State == DeliveryState.Accepted && values.Contains(row.MailingId.ToString())),
            _ when field.StartsWith("lists.", StringComparison.Ordinal) => _subscriptions.Exists(row => row.ContactId == person.Id && row.ListId == _lists[field[6..]]
                && (row.UnsubscribedAt is not null) == (with == SegmentOperator.HasLeft)
                && with switch
                {
                    SegmentOperator.JoinedBefore => Instant(row.SubscribedAt, SegmentOperator.Below, values[0], now, zone),
                    SegmentOperator.JoinedAfter => Instant(row.SubscribedAt, SegmentOperator.Above, values[0], now, zone),
                    _ => true,
                }),
            _ => person.Attributes.TryGetValue(field[11..], out var value) && Attribute(field[11..], value, with, values),
        },
        _ => throw new InvalidOperationException(),
    };

    private static bool Attribute(string key, JsonElement value, SegmentOperator with, IReadOnlyList<string> values) => (key, value.ValueKind) switch
    {
        ("koko", JsonValueKind.Number) => with == SegmentOperator.IsSet || values.Any(other => with switch
        {
            SegmentOperator.Below => value.GetDecimal() < Number(other),
            SegmentOperator.Above => value.GetDecimal() > Number(other),
            _ => value.GetDecimal() == Number(other),
        }),
        ("jasen", JsonValueKind.True or JsonValueKind.False) => with == SegmentOperator.IsSet || values.Contains(value.GetRawText()),
        ("alku", JsonValueKind.String) => with == SegmentOperator.IsSet || values.Any(other => with switch
        {
            SegmentOperator.Below => string.CompareOrdinal(value.GetString(), other) < 0,
            SegmentOperator.Above => string.CompareOrdinal(value.GetString(), other) > 0,
            _ => value.GetString() == other,
        }),
        ("koulu" or "taso", JsonValueKind.String) => Text(value.GetString()!, with, values),
        _ => false,
    };

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static bool Text(string text, SegmentOperator with, IReadOnlyList<string> values)
    {
        var folded = FoldedText.Of(text);
        return with == SegmentOperator.IsSet ? text.Length > 0 : values.Select(FoldedText.Of).Any(value => with switch
        {
            SegmentOperator.Contains => folded.Contains(value, StringComparison.Ordinal),
            SegmentOperator.StartsWith => folded.StartsWith(value, StringComparison.Ordinal),
            _ => folded == value,
        });
    }

    private static bool Instant(DateTimeOffset instant, SegmentOperator with, string value, DateTimeOffset now, LocalTime zone)
    {
        if (with == SegmentOperator.WithinDays)
            return instant >= now.AddDays(-int.Parse(value, CultureInfo.InvariantCulture));
        var day = DateOnly.FromDateTime(zone.At(instant));
        var other = DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return with == SegmentOperator.Below ? day < other : day > other;
    }
}
