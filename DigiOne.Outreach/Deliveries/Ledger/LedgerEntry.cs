namespace DigiOne.Outreach.Deliveries;

/// <summary>One line for the ledger.</summary>
internal abstract record LedgerEntry(ClaimedDelivery Delivery)
{
    /// <summary>This message is about to be handed over.</summary>
    internal sealed record Intent(ClaimedDelivery Delivery, string MessageId) : LedgerEntry(Delivery);

    /// <summary>This claim is given back: nothing was tried.</summary>
    internal sealed record Release(ClaimedDelivery Delivery) : LedgerEntry(Delivery);

    /// <summary>This message is still under way.</summary>
    internal sealed record Renewal(ClaimedDelivery Delivery) : LedgerEntry(Delivery);

    /// <summary>This is what became of it.</summary>
    /// <param name="Delivery">Of what.</param>
    /// <param name="State">The state that follows.</param>
    /// <param name="Route">The route that was tried, or whose trouble it waits for; empty where it waits for no route.</param>
    /// <param name="Reply">What was answered, at most <see cref="LongestReply"/> characters of it.</param>
    /// <param name="RetryAt">For <see cref="DeliveryState.Deferred"/>: when to try again.</param>
    internal sealed record Outcome(ClaimedDelivery Delivery, DeliveryState State, string Route, string Reply, DateTimeOffset? RetryAt)
        : LedgerEntry(Delivery)
    {
        /// <summary>How much of a reply the ledger keeps.</summary>
        internal const int LongestReply = 600;

        /// <summary>What was answered, as it fits.</summary>
        internal string Reply { get; } = Fit(Reply);

        /// <summary>
        /// When it was heard: the moment in which it is handed to <see cref="Ledger.WriteAsync(LedgerEntry[])"/>, right after the answer. The
        /// database may be away for long after it.
        /// </summary>
        internal DateTimeOffset HeardAt { get; init; }

        /// <summary>Whether it was tried; otherwise it was only put off, because its route is in trouble.</summary>
        internal bool WasTried { get; init; } = true;

        /// <summary>Whether it is known that nothing left under this claim, whatever another process took it for.</summary>
        internal bool NothingLeft { get; init; }

        /// <summary>Whether <see cref="RetryAt"/> is its place in the plan of its domain's limit.</summary>
        internal bool IsPlace { get; init; }

        /// <summary>Whether the message may have arrived, although it is to be sent again.</summary>
        internal bool IsDoubt { get; init; }

        // An entry that no column takes would be tried again for ever, and hold up all others.
        private static string Fit(string reply)
        {
            var clean = reply.Replace('\0', ' ');
            return clean.Length <= LongestReply ? clean : $"{clean.AsSpan(0, LongestReply - 1)}…";
        }
    }
}
