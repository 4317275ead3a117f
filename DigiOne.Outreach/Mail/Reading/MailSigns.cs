using System.Collections.Frozen;
using System.Text;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>The words of <c>mail-signs.txt</c>, by which kinds of mail are told apart.</summary>
internal static class MailSigns
{
    private const string Resource = "mail-signs.txt";

    private static readonly Dictionary<string, List<string>> Written = Read();

    /// <summary>Mailboxes of those who write bounces.</summary>
    internal static FrozenSet<string> DaemonMailboxes { get; } = Words("daemon-mailbox");

    /// <summary>The whole of a message that wants off a list.</summary>
    internal static FrozenSet<string> Unsubscribe { get; } = Words("unsubscribe");

    /// <summary>Subject prefixes of answers.</summary>
    internal static FrozenSet<string> Answer { get; } = Words("answer");

    /// <summary>Subject prefixes of what is passed on.</summary>
    internal static FrozenSet<string> Forward { get; } = Words("forward");

    internal static IReadOnlyList<Phrase> DaemonNames { get; } = Phrases("daemon-name");

    internal static IReadOnlyList<Phrase> BounceSubjects { get; } = Phrases("bounce-subject");

    internal static IReadOnlyList<Phrase> BounceNotices { get; } = Phrases("bounce-notice");

    internal static IReadOnlyList<Phrase> Delays { get; } = Phrases("delay");

    internal static IReadOnlyList<Phrase> Originals { get; } = Phrases("original");

    internal static IReadOnlyList<Phrase> NotRecipients { get; } = Phrases("not-recipient");

    internal static IReadOnlyList<Phrase> PassedOn { get; } = Phrases("passed-on");

    internal static IReadOnlyList<Phrase> AbsenceSubjects { get; } = Phrases("absence-subject");

    internal static IReadOnlyList<Phrase> AbsenceTexts { get; } = Phrases("absence-text");

    internal static IReadOnlyList<Phrase> ChallengeSubjects { get; } = Phrases("challenge-subject");

    internal static IReadOnlyList<Phrase> ChallengeTexts { get; } = Phrases("challenge-text");

    internal static IReadOnlyList<Phrase> ComplaintSubjects { get; } = Phrases("complaint-subject");

    /// <summary>Mailboxes that pass complaints on.</summary>
    internal static FrozenSet<string> ComplaintMailboxes { get; } = Words("complaint-mailbox");

    /// <summary>Whether a text holds one of the phrases.</summary>
    /// <param name="phrases">Which.</param>
    /// <param name="words">A text as <see cref="PlainWords"/> makes it.</param>
    internal static bool AnyIn(this IReadOnlyList<Phrase> phrases, string words) => phrases.Any(phrase => phrase.IsIn(words));

    private static FrozenSet<string> Words(string section) => Written[section].ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static Phrase[] Phrases(string section) => [.. Written[section].Select(line => new Phrase(line))];

    private static Dictionary<string, List<string>> Read()
    {
        using var stream = typeof(MailSigns).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var sections = new Dictionary<string, List<string>>();
        List<string> lines = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line is ['[', .. var name, ']'])
                sections[name] = lines = [];
            else
                lines.Add(line);
        }

        return sections;
    }
}
