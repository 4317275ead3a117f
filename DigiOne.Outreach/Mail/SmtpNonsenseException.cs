namespace DigiOne.Outreach.Mail;

/// <summary>What a server said is no reply, or not one to what was asked; nothing that it says from here on can be matched to a question.</summary>
internal sealed class SmtpNonsenseException(string message) : IOException(message);
