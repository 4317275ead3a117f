using System.Globalization;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>Which part of a long list a page shows.</summary>
/// <param name="asked">The page asked for, from 1, as an address says it; anything else is the first.</param>
/// <param name="count">How many things the list has: pages past its end are the last one. Null when nobody counted.</param>
internal sealed class Paging(string? asked, int? count = null)
{
    internal const int Size = 50;

    // Far pages cost as much as all before them; who looks for something searches.
    private const int Last = 1000;

    private readonly int _last = count is { } things ? Math.Clamp((things + Size - 1) / Size, 1, Last) : Last;

    internal int Number => Math.Min(Read(asked, Last), _last);

    internal int Skip => (Number - 1) * Size;

    /// <summary>The page that an address asks for, between the first and <paramref name="last"/>.</summary>
    internal static int Read(string? asked, int last) => int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? Math.Clamp(number, 1, last)
        : asked is { Length: > 0 } && asked.All(char.IsAsciiDigit) ? last : 1;

    internal string? Previous(string address) => Number > 1 ? Href(address, Number - 1) : null;

    internal string? Next(string address, bool more) => more && Number < Last ? Href(address, Number + 1) : null;

    private static string Href(string address, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page={number}");
}
