using System.CommandLine;
using System.Text;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Cli;

/// <summary><c>mailing certificate</c>: prints the closing account of a mailing, any version of it.</summary>
internal static class MailingCertificateVerb
{
    internal static Command Create()
    {
        var (id, json) = (MailingVerb.IdArgument(), Verb.JsonOption());
        var version = new Option<int?>("--version") { Description = "Which version; without it the newest", HelpName = "number" };
        var csv = new Option<bool>("--csv") { Description = "Print it as CSV, with numbers per language and domain" };
        var verb = new Command("certificate", "Show the closing account of a mailing") { id, version, csv, json };
        verb.AllowOnlyOne(csv, json);
        return verb.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var mailing = new MailingId(parsed.GetValue(id));
            var certificates = await services.GetRequiredService<FindCertificates>().ExecuteAsync(mailing, cancellationToken);
            var asked = parsed.GetValue(version);
            if (certificates.FirstOrDefault(certificate => asked is null || certificate.Version == asked) is not { } found)
                return parsed.Refuse(certificates.Count == 0
                    ? $"Mailing {mailing} has no certificate: it is open, or there is no such mailing."
                    : $"There is no version {asked}; the newest is {certificates[0].Version}.");

            var local = services.GetRequiredService<LocalTime>();
            if (parsed.GetValue(json))
                parsed.WriteJson(CertificateReport.Of(found));
            else if (parsed.GetValue(csv))
                parsed.InvocationConfiguration.Output.Write(Encoding.UTF8.GetString(CertificateSheet.Write(found, local)));
            else
                Describe(parsed, found, local);
            return ExitCode.Done;
        });
    }

    private static void Describe(ParseResult parsed, Certificate certificate, LocalTime local)
    {
        var counts = certificate.Counts;
        parsed.WriteLine($"Version {certificate.Version}, issued {local.Text(certificate.IssuedAt)}");
        parsed.WriteLine($"Content {certificate.ContentHash}");
        parsed.WriteLine(
            $"{counts.Candidates} candidates = {counts.Accepted} accepted + {counts.Rejected} rejected + {counts.Skipped} skipped "
            + $"+ {counts.Cancelled} cancelled + {counts.InDoubt} in doubt");
        foreach (var part in certificate.Languages.Concat(certificate.Domains.Take(20)))
            parsed.WriteLine(
                $"  {part.Name,-32}{part.Accepted,9} accepted{part.Rejected,7} rejected{part.Skipped,7} skipped{part.Cancelled,7} cancelled{part.InDoubt,5} in doubt");
    }
}
