using System.Globalization;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DigiOne.Outreach.Hosting;

/// <summary>What readiness says: one word, and where it is not good, a line with the reason for each part that is not.</summary>
internal static class ReadyAnswer
{
    internal static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(string.Join('\n', [
            report.Status.ToString(),
            .. report.Entries.Where(part => part.Value.Status != HealthStatus.Healthy).Select(part => $"{part.Key}: {Reason(part.Value)}")]));
    }

    /// <summary>The reason why the ledger cannot be written.</summary>
    internal static string Words(LedgerTrouble trouble) => string.Create(
        CultureInfo.InvariantCulture,
        $"cannot be written since {trouble.Since:u}, {trouble.Why switch
        {
            DatabaseTrouble.DiskFull => "the disk is full",
            DatabaseTrouble.OutOfReach => "the database is out of reach",
            _ => "the database refuses",
        }}");

    // Anyone may ask: what a failure says names hosts and files.
    private static string Reason(HealthReportEntry part) =>
        part.Exception is null ? part.Description ?? "no reason is known" : "it does not answer; the log says why";
}
