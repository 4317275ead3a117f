using System.Globalization;
using System.Text;
using CsvHelper;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class CertificateSheetTests
{
    [Fact]
    public void Row_of_the_whole_says_all_that_the_certificate_does()
    {
        var rows = Read(Certificate() with { Approver = "Maija; \"Meikäläinen\"", LastAcceptedAt = At("2027-03-01T08:07:00.120034Z") });

        rows.Select(row => row["part"]).ShouldBe(["all", "language", "domain"]);
        rows[0]["version"].ShouldBe("2");
        rows[0]["issued_at"].ShouldBe("2027-03-01 11:00:00");
        rows[0]["content_hash"].ShouldBe(new string('a', 64));
        rows[0]["approver"].ShouldBe("Maija; \"Meikäläinen\"");
        rows[0]["first_accepted_at"].ShouldBe("2027-03-01 10:00:00");
        rows[0]["last_accepted_at"].ShouldBe("2027-03-01 10:07:00");
        rows[0]["time_zone"].ShouldBe("Europe/Helsinki");
        rows[0]["candidates"].ShouldBe("3");
    }

    [Fact]
    public void What_is_not_known_and_what_is_said_of_the_whole_alone_is_left_empty()
    {
        var rows = Read(Certificate() with { FirstAcceptedAt = null, LastAcceptedAt = null });

        foreach (var column in new[] { "approver", "first_accepted_at", "last_accepted_at" })
            rows[0][column].ShouldBeEmpty(column);
        foreach (var column in new[] { "version", "issued_at", "content_hash", "approver", "first_accepted_at", "last_accepted_at", "time_zone" })
            rows.Skip(1).ShouldAllBe(row => row[column] == "");
    }

    [Fact]
    public void Excel_in_Finnish_opens_it_as_a_table_and_runs_nothing_of_it()
    {
        var text = Written(Certificate() with { Approver = "=cmd|' /C calc'!A0" });

        text.ShouldStartWith("\uFEFFpart;name;candidates;");
        text.ShouldContain(";\"'=cmd|' /C calc'!A0\";");
    }

    private static Certificate Certificate() => new()
    {
        MailingId = MailingId.New(),
        Version = 2,
        IssuedAt = At("2027-03-01T11:00:00+02:00"),
        ContentHash = new string('a', 64),
        FirstAcceptedAt = At("2027-03-01T08:00:00Z"),
        LastAcceptedAt = At("2027-03-01T08:07:00Z"),
        Counts = new MailingCounts { Candidates = 3, Accepted = 2, Rejected = 1 },
        InDoubt = 0,
        Languages = [new CertificatePart { Name = "fi", Accepted = 2, Rejected = 1 }],
        Domains = [new CertificatePart { Name = "kunta.example", Accepted = 2, Rejected = 1 }],
    };

    private static string Written(Certificate certificate) =>
        Encoding.UTF8.GetString(CertificateSheet.Write(certificate, new LocalTime("Europe/Helsinki")));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    // As a program reads it, by its head.
    private static List<Dictionary<string, string>> Read(Certificate certificate)
    {
        using var text = new StringReader(Written(certificate).TrimStart('\uFEFF'));
        using var csv = CsvReader.Create(text, new CsvReaderOptions { Separator = ';', HasHeader = false });
        var lines = new List<string[]>();
        while (csv.Read())
            lines.Add(csv.Current.ToArray());
        lines.ShouldAllBe(line => line.Length == lines[0].Length);
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary())];
    }
}
