using System.Globalization;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Inbound;
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

    /// <summary>The reason why the mailbox is not read.</summary>
    internal static string Words(MailboxState state, MailboxTrouble trouble) => string.Create(
        CultureInfo.InvariantCulture,
        $"cannot be read since {state.Since:u}, {trouble switch
        {
            MailboxTrouble.Unreachable => "its server does not answer",
            MailboxTrouble.NotTrusted => "its server is not to be trusted",
            MailboxTrouble.Refused => "its server refuses the account",
            MailboxTrouble.NoFolder => "a folder cannot be used",
            MailboxTrouble.Database => "what it holds cannot be written down",
            _ => "the log says why",
        }}");

    // Anyone may ask: what a failure says names hosts and files.
    private static string Reason(HealthReportEntry part) =>
        part.Exception is null ? part.Description ?? "no reason is known" : "it does not answer; the log says why";
}
