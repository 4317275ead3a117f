namespace DigiOne.Outreach.Mail;

/// <summary>The steps of handing over one message, in their order.</summary>
internal enum SmtpStage
{
    /// <summary>RSET: what remains of a message that was refused is forgotten.</summary>
    Reset,

    /// <summary>MAIL FROM: nobody knows yet for whom.</summary>
    Mail,

    /// <summary>RCPT TO.</summary>
    Recipient,

    /// <summary>DATA.</summary>
    Data,

    /// <summary>The message with its final dot.</summary>
    Dot,
}
