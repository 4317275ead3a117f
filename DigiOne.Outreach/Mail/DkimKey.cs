namespace DigiOne.Outreach.Mail;

/// <summary>A loaded DKIM key.</summary>
public sealed class DkimKey;
