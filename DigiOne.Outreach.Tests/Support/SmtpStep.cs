namespace DigiOne.Outreach.Tests.Support;

/// <summary>The places in an SMTP session where a <see cref="ScriptedSmtpServer"/> can be told what to do.</summary>
public enum SmtpStep
{
    /// <summary>A connection was made.</summary>
    Greeting,

    /// <summary>EHLO or HELO came.</summary>
    Hello,

    /// <summary>STARTTLS came.</summary>
    StartTls,

    /// <summary>AUTH came.</summary>
    Auth,

    /// <summary>MAIL FROM came.</summary>
    Mail,

    /// <summary>RCPT TO came.</summary>
    Recipient,

    /// <summary>DATA came.</summary>
    Data,

    /// <summary>The first line of the message came, with more to follow. Who only answers goes on reading it.</summary>
    Body,

    /// <summary>The final dot came.</summary>
    Dot,

    /// <summary>RSET came.</summary>
    Reset,

    /// <summary>QUIT came.</summary>
    Quit,
}
