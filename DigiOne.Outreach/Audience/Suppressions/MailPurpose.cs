namespace DigiOne.Outreach.Audience;

/// <summary>What a mail is to the person, as far as suppressions ask.</summary>
public enum MailPurpose
{
    /// <summary>What we tell many: newsletters, invitations, posts by mail, and tries of them.</summary>
    Published,

    /// <summary>The person's own matter: a confirmation that the person asked for, something about the person's own registration.</summary>
    OwnMatter,
}
