using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>Cuts what a server sends into replies (RFC 5321 4.2.1). What is no reply line is passed over.</summary>
internal sealed class SmtpReplyReader
{
    private const int LongestReply = 8192;

    private readonly StringBuilder _line = new();
    private readonly StringBuilder _text = new();

    /// <summary>Forgets what has been read of an unfinished reply.</summary>
    internal void Clear()
    {
        _line.Clear();
        _text.Clear();
    }

    /// <summary>The replies that these characters complete.</summary>
    internal List<SmtpReply> Read(string received)
    {
        List<SmtpReply> replies = [];
        foreach (var c in received)
        {
            if (c != '\n')
            {
                if (_line.Length < LongestReply)
                    _line.Append(c);
                continue;
            }

            var line = _line.ToString().TrimEnd('\r');
            _line.Clear();
            if (Complete(line) is { } reply)
                replies.Add(reply);
        }

        return replies;
    }

    private SmtpReply? Complete(string line)
    {
        if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            return null;

        if (_text.Length < LongestReply)
            _text.Append(line.AsSpan(Math.Min(4, line.Length))).Append('\n');
        if (line.Length > 3 && line[3] == '-')
            return null;

        var reply = SmtpReply.Parse(code, _text.ToString());
        _text.Clear();
        return reply;
    }
}
