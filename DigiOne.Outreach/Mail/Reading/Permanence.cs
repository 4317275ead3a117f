namespace DigiOne.Outreach.Mail.Reading;

/// <summary>Whether it makes sense to mail a recipient again.</summary>
public enum Permanence
{
    /// <summary>The report tells nothing that would say.</summary>
    Unknown,

    /// <summary>Pointless: the mailbox or its domain does not exist, has moved for good, or takes no mail at all.</summary>
    Hard,

    /// <summary>It may work another time, or with another message.</summary>
    Soft,
}
