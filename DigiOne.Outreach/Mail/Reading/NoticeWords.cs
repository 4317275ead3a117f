using System.Text;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>What a notice says of one of its recipients: the lines from each place where it is named to the next recipient.</summary>
internal static class NoticeWords
{
    private const int LongestPlace = 700;
    private const int MostPlaces = 4;

    /// <summary>The words about one recipient.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="address">Whom.</param>
    /// <param name="recipients">All whom it is about.</param>
    internal static string About(string notice, string address, IReadOnlyList<string> recipients)
    {
        var said = new StringBuilder();
        var places = 0;
        var covered = 0;
        for (var at = Find(notice, address, 0); at >= 0 && places < MostPlaces; at = Find(notice, address, at + address.Length))
        {
            if (at < covered)
                continue;
            var start = Math.Max(covered, at == 0 ? 0 : notice.LastIndexOf('\n', at - 1) + 1);
            var end = Math.Min(notice.Length, start + LongestPlace);
            foreach (var other in recipients)
                if (!other.Equals(address, StringComparison.OrdinalIgnoreCase) && Find(notice, other, at + address.Length) is >= 0 and var next && next < end)
                    end = Math.Max(at + address.Length, notice.LastIndexOf('\n', next));
            if (end <= start)
                continue;
            said.Append(notice, start, end - start).Append('\n');
            covered = end;
            places++;
        }

        // Sendmail's own account of why beats the transcript below it, in which it repeats itself.
        var all = said.ToString();
        var reason = all.IndexOf("(reason: ", StringComparison.Ordinal);
        return reason < 0 ? all : all[reason..(all.IndexOf('\n', reason) is >= 0 and var lineEnd ? lineEnd : all.Length)];
    }

    private static int Find(string notice, string address, int from) =>
        from >= notice.Length ? -1 : notice.IndexOf(address, from, StringComparison.OrdinalIgnoreCase);
}
