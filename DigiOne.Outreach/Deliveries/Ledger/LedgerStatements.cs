using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The ledger's SQL. A statement takes all its entries as one JSON array, <c>@entries</c>, so that a group of fifty costs
/// one pass on either engine, and answers with the claims that it applied to.
/// </summary>
internal sealed class LedgerStatements(StorageEngine engine)
{
    // Who has left the lists that the mailing goes to, or is suppressed.
    private const string HasLeft =
        """
        EXISTS (SELECT 1 FROM mailing_lists l WHERE l.mailing_id = deliveries.mailing_id)
                AND NOT EXISTS (
                    SELECT 1 FROM mailing_lists l JOIN subscriptions s ON s.list_id = l.list_id AND s.contact_id = deliveries.contact_id
                    WHERE l.mailing_id = deliveries.mailing_id AND s.unsubscribed_at IS NULL)
        """;

    // An erased recipient's row has no address; freezing and erasing at once may leave one whose contact is gone.
    private const string IsErased =
        """
        (deliveries.address = '' OR (deliveries.contact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = deliveries.contact_id)))
        """;

    private const string OfContact = "EXISTS (SELECT 1 FROM contacts c WHERE c.id = deliveries.contact_id AND";

    // Who wants no bulk mail for now.
    private const string PersonPauses =
        "(c.paused_until > @now AND EXISTS (SELECT 1 FROM mailings m WHERE m.id = deliveries.mailing_id AND m.lane = 'Bulk'))";

    private const string IsPaused = $"{OfContact} {PersonPauses})";

    /// <summary>SQL: whether an earlier try left doubt. What once may have arrived is no message of which nothing was sent.</summary>
    internal const string MayHaveArrived = "EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_id = deliveries.id AND a.outcome = 'InDoubt')";

    private static readonly string IsOwnMatter = $"EXISTS (SELECT 1 FROM mailings m WHERE m.id = deliveries.mailing_id AND {MailingKinds.IsOwnMatter})";

    // Whose mail of this kind is kept back: found by the contact, or by the address where there is none.
    private static readonly string AddressIsSuppressed = SuppressionOf("c.normal_address");

    private static readonly string NamedIsSuppressed = SuppressionOf("deliveries.normal_address");

    private static readonly string IsSuppressed = $"({OfContact} {AddressIsSuppressed}) OR {NamedIsSuppressed})";

    // Both in one look at the person's row, since each message pays for it.
    private static readonly string ContactIsUnwilling = $"{OfContact} ({AddressIsSuppressed} OR {PersonPauses}))";

    private static readonly string IsBarred = $"({IsErased} OR ({HasLeft}) OR {ContactIsUnwilling} OR {NamedIsSuppressed})";

    private static readonly string SkippedFor =
        $"""
        CASE WHEN {MayHaveArrived} THEN deliveries.skip_reason WHEN {IsErased} THEN 'Erased' WHEN {IsSuppressed} THEN (
                    SELECT {SuppressionMatrix.Reason("p", IsOwnMatter, SkipReasons.WordOf)} FROM suppressions p
                    WHERE p.normal_address = COALESCE(deliveries.normal_address, (SELECT c.normal_address FROM contacts c WHERE c.id = deliveries.contact_id)))
                WHEN {HasLeft} THEN 'Unsubscribed' WHEN {IsPaused} THEN 'Paused' ELSE deliveries.skip_reason END
        """;

    private static readonly string ReplyToDoubt =
        $"CASE WHEN {IsBarred} AND {MayHaveArrived} THEN '{DeliveryExplanations.EarlierDoubt.Of(DeliveryExplanations.NotAgainTo.Of())}' ELSE deliveries.last_reply END";

    // What was heard of an erased recipient would bring back who it was, and putting off would wait for nobody.
    private const string EndsErased = "(deliveries.address = '' AND e.state = 'Deferred')";

    private const string IsDoubt = $"(COALESCE(e.outcome, '') = 'InDoubt' OR {MayHaveArrived})";

    // Sending under this epoch is this very intent, whose commit went through although its answer was lost.
    private const string HoldsClaim =
        $"""
        deliveries.id = e.id AND deliveries.claim_epoch = e.epoch
                AND deliveries.state IN ('Waiting', 'Deferred', 'Sending') AND deliveries.lease_until >= @now
        """;

    /// <summary>
    /// The last word before messages are handed over. Between freezing and this lie minutes, and days for a message that
    /// was put off: who left or was suppressed meanwhile gets none, nor does anybody while the mailing is paused or all mail
    /// is held.
    /// </summary>
    internal string Intend => Over(
        "message_id text, attempts integer",
        entries =>
            $"""
            UPDATE deliveries SET state = 'Sending', message_id = e.message_id, attempts = e.attempts, lease_until = @lease,
                first_intent_at = COALESCE(deliveries.first_intent_at, @now),
                intent_at = CASE WHEN deliveries.state = 'Sending' THEN deliveries.intent_at ELSE @now END
            FROM {entries} AS e
            WHERE {HoldsClaim}
                AND NOT EXISTS (SELECT 1 FROM generation g WHERE g.held_at IS NOT NULL)
                AND (SELECT m.paused_at IS NULL AND m.cancelled_at IS NULL FROM mailings m WHERE m.id = deliveries.mailing_id)
                AND NOT ({HasLeft})
                AND NOT {ContactIsUnwilling}
                AND NOT {NamedIsSuppressed}
            RETURNING deliveries.id, deliveries.claim_epoch
            """);

    /// <summary>
    /// What becomes of claims whose intent was refused: skipped with the reason, or in doubt where an earlier try may have
    /// arrived, else given back.
    /// </summary>
    internal string Refuse => Over(
        "",
        entries =>
            $"""
            UPDATE deliveries SET lease_until = NULL, state = {EndOr("deliveries.state")}, skip_reason = {SkippedFor}, last_reply = {ReplyToDoubt},
                address = CASE WHEN {IsErased} THEN '' ELSE deliveries.address END, name = CASE WHEN {IsErased} THEN '' ELSE deliveries.name END
            FROM {entries} AS e
            WHERE {HoldsClaim} AND deliveries.state <> 'Sending'
            RETURNING deliveries.id, deliveries.claim_epoch
            """);

    /// <summary>
    /// Takes back intents that a lost commit wrote and that no longer apply: nothing left, so there is no doubt.
    /// </summary>
    internal string Revert => Over(
        "state text, attempts integer, is_first integer",
        entries =>
            $"""
            UPDATE deliveries SET lease_until = NULL, attempts = e.attempts,
                first_intent_at = CASE WHEN e.is_first = 1 THEN NULL ELSE deliveries.first_intent_at END,
                state = {EndOr("e.state")}, skip_reason = {SkippedFor}, last_reply = {ReplyToDoubt}
            FROM {entries} AS e
            WHERE deliveries.id = e.id AND deliveries.claim_epoch = e.epoch AND deliveries.state = 'Sending'
            RETURNING deliveries.id, deliveries.claim_epoch
            """);

    /// <summary>What became of messages. The late truth still counts for one that was taken for lost.</summary>
    internal string Settle => Over(
        "state text, outcome text, route text, reply text, retry_at bigint, heard_at bigint, is_place integer",
        entries =>
            $"""
            UPDATE deliveries SET lease_until = NULL,
                state = CASE WHEN NOT {EndsErased} THEN e.state WHEN {IsDoubt} THEN 'InDoubt' ELSE 'Skipped' END,
                skip_reason = CASE WHEN {EndsErased} AND NOT {IsDoubt} THEN 'Erased' ELSE deliveries.skip_reason END,
                last_reply = CASE WHEN deliveries.address = '' THEN '' ELSE e.reply END,
                route = COALESCE(e.route, deliveries.route),
                settled_at = CASE WHEN e.state IN ('Accepted', 'Rejected') THEN {Instant("e.heard_at")} END,
                next_attempt_at = COALESCE({Instant("e.retry_at")}, deliveries.next_attempt_at),
                placed_at = CASE WHEN e.is_place = 1 THEN {Instant("e.heard_at")} END
            FROM {entries} AS e
            WHERE deliveries.id = e.id AND deliveries.claim_epoch = e.epoch
                AND deliveries.state IN ('Sending', 'InDoubt', 'Waiting', 'Deferred')
            RETURNING deliveries.id, deliveries.claim_epoch
            """);

    /// <summary>Keeps the tries that ended nothing, of those that were settled, once each: the truth stands for the doubt that its process's loss left.</summary>
    internal string Attempt => Over(
        "state text, route text, reply text, outcome text, heard_at bigint",
        entries =>
            $"""
            INSERT INTO attempts (delivery_id, epoch, at, route, outcome, reply)
            SELECT e.id, e.epoch, {Instant("e.heard_at")}, e.route, COALESCE(e.outcome, e.state), CASE WHEN deliveries.address = '' THEN '' ELSE e.reply END FROM {entries} AS e, deliveries
            WHERE deliveries.id = e.id AND deliveries.claim_epoch = e.epoch AND deliveries.state = e.state
            ON CONFLICT (delivery_id, epoch) DO UPDATE SET at = excluded.at, route = excluded.route, outcome = excluded.outcome, reply = excluded.reply
            RETURNING delivery_id, epoch
            """);

    /// <summary>Gives claims back: nothing was tried.</summary>
    internal string Release => Over(
        "",
        entries =>
            $"""
            UPDATE deliveries SET lease_until = NULL
            FROM {entries} AS e
            WHERE deliveries.id = e.id AND deliveries.claim_epoch = e.epoch AND deliveries.state IN ('Waiting', 'Deferred')
            RETURNING deliveries.id, deliveries.claim_epoch
            """);

    /// <summary>Holds on to messages that are under way.</summary>
    internal string Renew => Over(
        "",
        entries =>
            $"""
            UPDATE deliveries SET lease_until = @lease
            FROM {entries} AS e
            WHERE deliveries.id = e.id AND deliveries.claim_epoch = e.epoch AND deliveries.state = 'Sending'
            RETURNING deliveries.id, deliveries.claim_epoch
            """);

    private static string SuppressionOf(string address) =>
        $"EXISTS (SELECT 1 FROM suppressions p WHERE p.normal_address = {address} AND {SuppressionMatrix.Blocking("p", IsOwnMatter)})";

    private static string EndOr(string state) =>
        $"CASE WHEN NOT {IsBarred} THEN {state} WHEN {MayHaveArrived} THEN 'InDoubt' ELSE 'Skipped' END";

    private string Over(string columns, Func<string, string> statement)
    {
        string[] all = ["id bigint", "epoch integer", .. columns.Split(", ", StringSplitOptions.RemoveEmptyEntries)];
        return statement(engine == StorageEngine.Postgres
            ? $"(SELECT * FROM json_to_recordset(@entries::json) AS r({string.Join(", ", all)}))"
            : $"(SELECT {string.Join(", ", all.Select(Member))} FROM json_each(@entries))");
    }

    private static string Member(string column)
    {
        var name = column[..column.IndexOf(' ', StringComparison.Ordinal)];
        return $"value ->> '{name}' AS {name}";
    }

    // As microseconds since 1970 in the JSON of both.
    private string Instant(string column) =>
        engine == StorageEngine.Postgres ? $"timestamptz 'epoch' + {column} * interval '1 microsecond'" : column;
}
