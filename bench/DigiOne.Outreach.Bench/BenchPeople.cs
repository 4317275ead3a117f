using System.Globalization;
using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Demo;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Bench;

/// <summary>People with names, addresses and organisations as they are in Finland, always the same ones; half of them on a list.</summary>
internal static class BenchPeople
{
    internal const string List = "bench";

    private const int Batch = 5000;

    private static readonly string[] Domains = ["gmail.com", "hotmail.com", "luukku.com", "suomi24.fi"];
    private static readonly string[] Places = ["", "", "", "kaupunki", "koulu", "kirjasto", "lukio", "sivistystoimi"];
    private static readonly string[] Syllables =
        ["ka", "ki", "ko", "ku", "la", "li", "lo", "ma", "mi", "mu", "na", "ni", "no", "pa", "pe", "pi", "ra", "ri", "ru", "sa", "si", "su", "ta", "ti", "to", "va", "vi"];

    internal static async Task MakeAsync(OutreachDb db, int count, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var random = new Random(7);
        var list = new ContactList { Key = List, Names = new Dictionary<string, string> { ["fi"] = "Mittaus" }, LegalBasis = LegalBasis.Consent, CreatedAt = now };
        db.Add(list);
        await db.SaveChangesAsync(cancellationToken);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        foreach (var numbers in Enumerable.Range(1, count).Chunk(Batch))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await ContactStatements.InsertAsync(db, [.. numbers.Select(number => Person(number, random, now))], now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO subscriptions (contact_id, list_id, subscribed_at, source) SELECT id, {list.Id}, {now}, 'bench' FROM contacts WHERE id % 2 = 0 ORDER BY id",
            cancellationToken);
        // A database that has stood for a while has its statistics.
        if (db.Engine == StorageEngine.Postgres)
            await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE", cancellationToken);
    }

    private static Contact Person(int number, Random random, DateTimeOffset now)
    {
        var names = DemoNames.Finnish;
        var (first, last) = (Of(names.First, random), random.Next(2) == 0 ? Of(names.Last, random) : Made(random));
        var (place, kind) = (names.Places[random.Next(names.Places.Length)].Municipality, Of(Places, random));
        var domain = random.Next(3) == 0 ? $"{Plain(place)}.fi" : Of(Domains, random);
        var address = string.Create(CultureInfo.InvariantCulture, $"{Plain(first)}.{Plain(last)}{number}@{domain}");
        return new Contact
        {
            Address = address,
            NormalAddress = address,
            Name = $"{first} {last}",
            Language = number % 10 == 0 ? "sv" : "fi",
            Municipality = Municipalities.TryFind(place, out var municipality) ? municipality.Code : null,
            Organisation = kind.Length == 0 ? "" : $"{place} {kind}",
            CreatedAt = now,
        };
    }

    private static string Made(Random random)
    {
        var name = string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => Of(Syllables, random))) + "nen";
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    private static string Of(string[] words, Random random) => words[random.Next(words.Length)];

    private static string Plain(string name) =>
        string.Concat(name.ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(char.IsAsciiLetter));
}
