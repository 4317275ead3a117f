using System.CommandLine;
using System.Globalization;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;

namespace DigiOne.Outreach.Cli;

/// <summary><c>suppressions import</c>: addresses from a file of another system.</summary>
internal static class SuppressionsImportVerb
{
    internal static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV with a column for the address, if you like one for the reason and one for a note; or one address in each line" };
        var reason = SuppressionsVerb.ReasonOption("The reason where the file gives none; without it, byHand");
        var latin = new Option<bool>("--windows-1252") { Description = "The file is as an older Excel writes it" };
        var json = Verb.JsonOption();
        return new Command("import", "Keep mail from the addresses of a file; rows that cannot be read are told, the others count") { file, reason, latin, json }.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var source = parsed.GetValue(file)!;
            if (!source.Exists)
                return parsed.Refuse($"{source}: there is no such file.");
            await using var csv = source.OpenRead();
            var options = new ImportOptions
            {
                FileName = source.Name,
                Member = Environment.UserName,
                Encoding = parsed.GetValue(latin) ? CsvEncoding.Windows1252 : CsvEncoding.Unicode,
            };
            var imported = await services.GetRequiredService<ImportSuppressions>().ExecuteAsync(
                csv, parsed.GetValue(reason) ?? SuppressionReason.ByHand, options, cancellationToken);
            if (parsed.GetValue(json))
                parsed.WriteJson(new { imported.Rows, imported.Added, Refused = imported.Refused.Count, RefusedRows = imported.Refused.First, imported.Fault });
            if (imported.Fault is { } fault)
                return parsed.Refuse(string.Create(CultureInfo.InvariantCulture, $"{source}{(fault.Line is { } line ? $":{line}" : "")}: {fault.Message} Nothing was imported."));
            foreach (var row in imported.Refused.First.Take(ImportReport.Shown))
                parsed.WriteError(string.Create(CultureInfo.InvariantCulture, $"{source}:{row.Line}: \"{ImportReport.Plain(row.Faults[0].Excerpt)}\": {row.Faults[0].Reason}"));
            if (!parsed.GetValue(json))
                parsed.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{imported.Rows} rows: {imported.Added} suppressed that were not before, {imported.Refused.Count} that cannot be read."));
            return imported.Refused.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
    }
}
