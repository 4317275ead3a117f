using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>What mail programs put before the subject of an answer or of what is passed on.</summary>
internal static partial class SubjectPrefix
{
    /// <summary>Whether the subject is of an answer.</summary>
    internal static bool IsAnswer(string subject) => Of(subject) is { } prefix && MailSigns.Answer.Contains(prefix);

    /// <summary>Whether the subject is of something passed on.</summary>
    internal static bool IsForward(string subject) => Of(subject) is { } prefix && MailSigns.Forward.Contains(prefix);

    private static string? Of(string subject)
    {
        // [list] Re: comes from list programs, Re[2]: and Re(2): from some mail programs.
        var match = Prefix().Match(subject.Length <= 200 ? subject : subject[..200]);
        return match.Success ? match.Groups[1].Value : null;
    }

    [GeneratedRegex(@"^\s*(?:\[[^\]]{1,60}\]\s*)?([^\s:：\[\](){}]{1,22}?(?:\^\d)?)\s?(?:[\[(]\d{1,3}[\])]|\*\d)?\s?[:：]", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Prefix();
}
