namespace DigiOne.Outreach.Mail.Reading;

/// <summary>In what way a mail goes beyond what anybody writes, so that only a part of it was read.</summary>
public enum MailExcess
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>It has more parts than are looked at, or they are nested deeper.</summary>
    Parts,

    /// <summary>It has more header fields than are looked at, or they do not end within what is read.</summary>
    Headers,
}
