using System.Diagnostics.CodeAnalysis;

namespace DigiOne.Outreach.Mail;

/// <summary>Reading of addresses that people typed.</summary>
public static class MailAddress
{
    /// <summary>Reads one address without display name.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? address, [NotNullWhen(false)] out string? problem)
        => throw new NotSupportedException();
}
