namespace DigiOne.Outreach.Deliveries;

/// <summary>What claiming needs to know of a mailing under way.</summary>
/// <param name="Id">Identity.</param>
/// <param name="DoubtPolicy">What it does with doubt.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="HonoursQuietTimes">Whether it waits for the end of quiet times.</param>
/// <param name="CanaryOnly">Whether only its canary may be sent to.</param>
/// <param name="Lane">Its lane.</param>
internal sealed record SendingMailing(
    MailingId Id, DoubtPolicy DoubtPolicy, DateTimeOffset StartedAt, bool HonoursQuietTimes, bool CanaryOnly = false,
    Lane Lane = Lane.Bulk);
