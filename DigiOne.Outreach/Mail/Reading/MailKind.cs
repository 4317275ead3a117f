namespace DigiOne.Outreach.Mail.Reading;

/// <summary>What a mail that came in is.</summary>
public enum MailKind
{
    /// <summary>Anything else: newsletters, ordinary mail, spam, reports of success.</summary>
    Other,

    /// <summary>Says that a message did not arrive, or not yet.</summary>
    Bounce,

    /// <summary>A feedback report: a recipient called a message spam.</summary>
    Complaint,

    /// <summary>Written by a program in somebody's place: absence notes, receipts, challenges, acknowledgements.</summary>
    AutoReply,

    /// <summary>Asks to be let off a list, as the mailto: link in every mail does.</summary>
    Unsubscribe,

    /// <summary>A person's answer.</summary>
    Reply,
}
