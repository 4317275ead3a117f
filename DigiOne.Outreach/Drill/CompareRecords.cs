using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Drill;

/// <summary>Compares what a server accepted with what the ledger says.</summary>
internal static class CompareRecords
{
    /// <summary>Compares them.</summary>
    /// <param name="people">The addresses of all recipients.</param>
    /// <param name="ledger">The ledger's lines.</param>
    /// <param name="taken">Per address the Message-IDs that the server accepted.</param>
    /// <param name="hits">When each process was hit, in order, by the name that its Message-IDs carry.</param>
    internal static RecordComparison Execute(
        IEnumerable<string> people, IReadOnlyCollection<LedgerLine> ledger, IReadOnlyDictionary<string, IReadOnlyList<string>> taken,
        IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>> hits)
    {
        var lines = ledger.ToLookup(line => line.Address);
        var doubts = ledger.Where(line => line.State == DeliveryState.InDoubt).ToList();
        return new RecordComparison(
            [.. people.Where(person => IsLost(lines[person], taken.GetValueOrDefault(person, [])))],
            [.. taken.Where(record => record.Value.Count > 1).Select(record => $"{record.Key} as {string.Join(" and ", record.Value)}")],
            doubts.Count,
            // A process may leave nothing in doubt that no hit explains.
            doubts.GroupBy(line => CauseOf(line, hits)).Select(left => left.Key is null ? int.MaxValue : left.Count()).DefaultIfEmpty().Max());
    }

    // Exactly one line must say what became of a person, and be right; what the server has, it has by the name in the ledger.
    private static bool IsLost(IEnumerable<LedgerLine> lines, IReadOnlyList<string> taken) => lines.ToList() is not [var line] || line.State switch
    {
        DeliveryState.Accepted => !IsAmong(taken, line),
        DeliveryState.InDoubt => taken.Count > 0 && !IsAmong(taken, line),
        DeliveryState.Rejected or DeliveryState.Skipped or DeliveryState.Cancelled => taken.Count > 0,
        _ => true,
    };

    private static bool IsAmong(IReadOnlyList<string> taken, LedgerLine line) => taken.Any(id => id == line.MessageId);

    /// <returns>The first hit of its process after its intent; null where there is none.</returns>
    private static (string Process, DateTimeOffset At)? CauseOf(LedgerLine line, IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>> hits)
    {
        var process = NameIn(line.MessageId);
        return hits.GetValueOrDefault(process, []).Where(at => at >= line.IntentAt).Select(at => ((string, DateTimeOffset)?)(process, at)).FirstOrDefault();
    }

    private static string NameIn(string? messageId) => messageId is null ? "" : messageId[(messageId.IndexOf('@', StringComparison.Ordinal) + 1)..].Split('.')[0];
}

/// <summary>What the ledger says of one recipient.</summary>
/// <param name="Address">The recipient.</param>
/// <param name="State">What became of the message.</param>
/// <param name="MessageId">Its Message-ID; null before its first intent.</param>
/// <param name="IntentAt">When its last intent was written.</param>
internal sealed record LedgerLine(string Address, DeliveryState State, string? MessageId, DateTimeOffset? IntentAt);

/// <summary>What a comparison found.</summary>
/// <param name="Lost">Who is not accounted for, or wrongly.</param>
/// <param name="SentTwice">Whom the server accepted more than once, with the Message-IDs.</param>
/// <param name="InDoubt">How many are in doubt.</param>
/// <param name="MaxInDoubtPerKill">The most that one hit left; beyond all bounds where a process left doubt that no hit explains.</param>
internal sealed record RecordComparison(IReadOnlyList<string> Lost, IReadOnlyList<string> SentTwice, int InDoubt, int MaxInDoubtPerKill);
