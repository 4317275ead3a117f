using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>Says to who plans a mailing when it leaves, where that is not when it is due.</summary>
internal sealed class Leaving(QuietWait quiet, Display display, TimeProvider clock, IStringLocalizer<ComposeWords> compose)
{
    /// <summary>When it leaves if it is sent now.</summary>
    internal string Now(string senderKey) => Of(senderKey, clock.GetUtcNow()) ?? compose["Leaves.AtOnce"];

    /// <summary>Why it waits and until when, if it is due at an instant; null where it leaves then.</summary>
    internal string? Of(string senderKey, DateTimeOffset dueAt) => quiet.Of(honoursQuietTimes: true, senderKey, dueAt) switch
    {
        null => null,
        { Until: var until } when until == DateTimeOffset.MaxValue => compose["Leaves.Never"].Value,
        { } spell => compose[$"Leaves.{spell.Reason}", display.DateTime(spell.Until)].Value,
    };
}
