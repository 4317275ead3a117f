using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Drill;

/// <summary>Compares what a server accepted with what the ledger says.</summary>
internal static class CompareRecords
{
    /// <summary>Compares them.</summary>
    /// <param name="people">The addresses of all recipients.</param>
    /// <param name="ledger">The ledger's lines.</param>
    /// <param name="taken">Per address the Message-IDs that the server accepted.</param>
    /// <param name="lives">What was done to each process, by the name that its Message-IDs carry.</param>
    internal static RecordComparison Execute(
        IEnumerable<string> people, IReadOnlyCollection<LedgerLine> ledger, IReadOnlyDictionary<string, IReadOnlyList<string>> taken,
        IReadOnlyDictionary<string, ProcessLife> lives)
    {
        var lines = ledger.ToLookup(line => line.Address);
        var left = ShareOut([.. ledger.Where(line => line.State == DeliveryState.InDoubt)], lives);
        return new RecordComparison(
            [.. people.Where(person => IsLost(lines[person], taken.GetValueOrDefault(person, [])))],
            [.. taken.Where(record => record.Value.Count > 1).Select(record => $"{record.Key} as {string.Join(" and ", record.Value)}")],
            left.Sum(hit => hit.Value.Count),
            // A process may leave nothing in doubt that no hit explains.
            left.Select(hit => hit.Key == Hit.None ? int.MaxValue : hit.Value.Count).DefaultIfEmpty().Max(),
            [.. left.Where(hit => hit.Key == Hit.None || hit.Value.Count > CrashPlan.Connections).SelectMany(hit => hit.Value)]);
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

    /// <summary>
    /// Finds a hit for each doubt: the first one after its intent of the process that its Message-ID names. A message that was
    /// tried before keeps its Message-ID, and any process that lived at its last intent may have written that; to be fair to all
    /// of them it goes where least is.
    /// </summary>
    private static Dictionary<Hit, List<string>> ShareOut(
        IReadOnlyCollection<LedgerLine> doubts, IReadOnlyDictionary<string, ProcessLife> lives)
    {
        var left = new Dictionary<Hit, List<string>>();
        foreach (var line in doubts.OrderBy(line => line.Tries > 1))
        {
            var processes = line.Tries > 1 ? lives.Keys : [NameIn(line.MessageId)];
            var hit = processes.Select(process => FirstAfter(line.IntentAt, process, lives)).OfType<Hit>()
                .MinBy(hit => left.GetValueOrDefault(hit, []).Count) ?? Hit.None;
            if (!left.TryAdd(hit, [line.Address]))
                left[hit].Add(line.Address);
        }

        return left;
    }

    private static Hit? FirstAfter(DateTimeOffset? intentAt, string process, IReadOnlyDictionary<string, ProcessLife> lives) =>
        lives.GetValueOrDefault(process)?.FirstHitAfter(intentAt) is { } at ? new Hit(process, at) : null;

    private static string NameIn(string? messageId) => messageId is null ? "" : messageId[(messageId.IndexOf('@', StringComparison.Ordinal) + 1)..].Split('.')[0];
}

/// <summary>One hit of one process.</summary>
internal sealed record Hit(string Process, DateTimeOffset At)
{
    /// <summary>What no hit explains.</summary>
    internal static readonly Hit None = new("", default);
}

/// <summary>What the ledger says of one recipient.</summary>
/// <param name="Address">The recipient.</param>
/// <param name="State">What became of the message.</param>
/// <param name="MessageId">Its Message-ID; null before its first intent.</param>
/// <param name="IntentAt">When its last intent was written.</param>
/// <param name="Tries">How many intents it had.</param>
internal sealed record LedgerLine(string Address, DeliveryState State, string? MessageId, DateTimeOffset? IntentAt, int Tries);

/// <summary>What a comparison found.</summary>
/// <param name="Lost">Who is not accounted for, or wrongly.</param>
/// <param name="SentTwice">Whom the server accepted more than once, with the Message-IDs.</param>
/// <param name="InDoubt">How many are in doubt.</param>
/// <param name="MaxInDoubtPerKill">The most that one hit left; beyond all bounds where a process left doubt that no hit explains.</param>
/// <param name="Unpromised">Who is in doubt by a hit that left more than one a connection, or by none.</param>
internal sealed record RecordComparison(
    IReadOnlyList<string> Lost, IReadOnlyList<string> SentTwice, int InDoubt, int MaxInDoubtPerKill, IReadOnlyList<string> Unpromised);
