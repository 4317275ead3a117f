using System.Collections.Concurrent;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Mailings that got no certificate from this process: their sum was wrong, or the database did not take it. Counting a
/// large one takes seconds, and neither mends itself soon: each time doubles the pause before the next.
/// </summary>
internal sealed class WithheldCertificates(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<MailingId, Withheld> _withheld = new();

    /// <summary>Whether it is not worth counting yet.</summary>
    internal bool Rests(MailingId mailing) => _withheld.TryGetValue(mailing, out var rest) && clock.GetUtcNow() < rest.Until;

    /// <summary>Why its certificate could not be written; null where it could, or nobody of this process has tried.</summary>
    internal CertificateTrouble? TroubleOf(MailingId mailing) => _withheld.TryGetValue(mailing, out var withheld) ? withheld.Trouble : null;

    /// <summary>Its sum was wrong.</summary>
    internal void SumWrong(MailingId mailing) => Note(mailing, _ => null);

    /// <summary>The database did not take its certificate.</summary>
    /// <returns>The trouble, which lasts since the first of those running.</returns>
    internal CertificateTrouble NotWritten(MailingId mailing, Exception failure) =>
        Note(mailing, before => new(before?.Since ?? clock.GetUtcNow(), DatabaseFailure.WordsOf(failure))).Trouble!;

    /// <summary>It has its certificate.</summary>
    internal void Forget(MailingId mailing) => _withheld.TryRemove(mailing, out _);

    private Withheld Note(MailingId mailing, Func<CertificateTrouble?, CertificateTrouble?> trouble)
    {
        var now = clock.GetUtcNow();
        return _withheld.AddOrUpdate(
            mailing,
            _ => new(Shortest, now + Shortest, trouble(null)),
            (_, before) =>
            {
                var pause = before.Pause * 2 < Longest ? before.Pause * 2 : Longest;
                return new(pause, now + pause, trouble(before.Trouble));
            });
    }

    private sealed record Withheld(TimeSpan Pause, DateTimeOffset Until, CertificateTrouble? Trouble);
}

/// <summary>That a certificate could not be written, although everybody is accounted for. It is tried again.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Said">What the database said of it last.</param>
public sealed record CertificateTrouble(DateTimeOffset Since, string Said);
