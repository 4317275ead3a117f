using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Drill;

/// <summary>Compares what a server accepted with what the ledger says.</summary>
internal static class CompareRecords
{
    /// <summary>Compares them.</summary>
    /// <param name="people">The addresses of all recipients.</param>
    /// <param name="ledger">The ledger's lines.</param>
    /// <param name="taken">Per address the Message-IDs that the server accepted.</param>
    /// <param name="hits">How often each process was hit, by the name that its Message-IDs carry.</param>
    internal static RecordComparison Execute(
        IEnumerable<string> people, IReadOnlyCollection<LedgerLine> ledger, IReadOnlyDictionary<string, IReadOnlyList<string>> taken,
        IReadOnlyDictionary<string, int> hits)
    {
        var lines = ledger.ToLookup(line => line.Address);
        var doubts = ledger.Where(line => line.State == DeliveryState.InDoubt).ToList();
        return new RecordComparison(
            [.. people.Where(person => IsLost(lines[person], taken.ContainsKey(person)))],
            [.. taken.Where(record => record.Value.Count > 1).Select(record => $"{record.Key} as {string.Join(" and ", record.Value)}")],
            doubts.Count,
            // A process that nobody hit may leave nothing in doubt; one that was hit twice, twice as much.
            doubts.GroupBy(line => NameIn(line.MessageId))
                .Select(left => hits.TryGetValue(left.Key, out var times) ? (int)Math.Ceiling(left.Count() / (double)times) : int.MaxValue)
                .DefaultIfEmpty().Max());
    }

    // Exactly one line must say what became of a person, and be right: in doubt is right whatever the server knows.
    private static bool IsLost(IEnumerable<LedgerLine> lines, bool wasTaken) => lines.ToList() is not [var line] || line.State switch
    {
        DeliveryState.InDoubt => false,
        DeliveryState.Accepted => !wasTaken,
        DeliveryState.Rejected or DeliveryState.Skipped or DeliveryState.Cancelled => wasTaken,
        _ => true,
    };

    private static string NameIn(string? messageId) => messageId is null ? "" : messageId[(messageId.IndexOf('@', StringComparison.Ordinal) + 1)..].Split('.')[0];
}

/// <summary>What the ledger says of one recipient.</summary>
internal sealed record LedgerLine(string Address, DeliveryState State, string? MessageId);

/// <summary>What a comparison found.</summary>
/// <param name="Lost">Who is not accounted for, or wrongly.</param>
/// <param name="SentTwice">Whom the server accepted more than once, with the Message-IDs.</param>
/// <param name="InDoubt">How many are in doubt.</param>
/// <param name="MaxInDoubtPerKill">The most that one hit left; beyond all bounds where a process left doubt that nobody hit.</param>
internal sealed record RecordComparison(IReadOnlyList<string> Lost, IReadOnlyList<string> SentTwice, int InDoubt, int MaxInDoubtPerKill);
