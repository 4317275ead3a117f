using System.Text;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>The rules of <c>bounce-rules.txt</c>, which says itself how it is written and read.</summary>
internal static class BounceRules
{
    private const string Resource = "bounce-rules.txt";

    /// <summary>All of them, in the order of the file.</summary>
    internal static IReadOnlyList<BounceRule> All { get; } = Read();

    /// <summary>The first rule whose words a text holds.</summary>
    internal static BounceRule? ByText(string words) => All.FirstOrDefault(rule => rule.Texts.Exists(phrase => phrase.IsIn(words)));

    /// <summary>The first rule for which a text at least speaks.</summary>
    internal static BounceRule? ByHint(string words) => All.FirstOrDefault(rule => rule.Hints.Exists(phrase => phrase.IsIn(words)));

    /// <summary>The first rule for which a text speaks vaguely.</summary>
    internal static BounceRule? ByVague(string words) => All.FirstOrDefault(rule => rule.Vague.Exists(phrase => phrase.IsIn(words)));

    /// <summary>The first rule that has an enhanced code.</summary>
    internal static BounceRule? ByCode(string? code) => code is null ? null : All.FirstOrDefault(rule => rule.HasCode(code));

    /// <summary>The first rule that has a reply code.</summary>
    internal static BounceRule? ByReply(string? reply) => reply is null ? null : All.FirstOrDefault(rule => rule.Replies.Contains(reply));

    private static List<BounceRule> Read()
    {
        using var stream = typeof(BounceRules).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var rules = new List<BounceRule>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var (word, value) = Split(line);
            switch (word)
            {
                case "rule":
                    var (reason, permanence) = Split(value);
                    rules.Add(new BounceRule(reason, Enum.Parse<Permanence>(permanence, ignoreCase: true)));
                    break;
                case "text":
                    rules[^1].Texts.Add(new Phrase(value));
                    break;
                case "hint":
                    rules[^1].Hints.Add(new Phrase(value));
                    break;
                case "vague":
                    rules[^1].Vague.Add(new Phrase(value));
                    break;
                case "code":
                    rules[^1].Codes.AddRange(value.Split(' '));
                    break;
                case "reply":
                    rules[^1].Replies.AddRange(value.Split(' '));
                    break;
                default:
                    throw new InvalidOperationException($"{Resource}: '{line}' says nothing.");
            }
        }

        return rules;
    }

    private static (string Word, string Value) Split(string line)
    {
        var text = line.Trim();
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? (text, "") : (text[..blank], text[(blank + 1)..].Trim());
    }
}
