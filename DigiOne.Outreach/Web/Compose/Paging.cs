using System.Globalization;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>Which part of a long list a page shows.</summary>
/// <param name="asked">The page asked for, from 1, as an address says it; anything else is the first.</param>
/// <param name="count">How many things the list has: pages past its end are the last one. Null when nobody counted.</param>
/// <param name="last">The last page that one gets to. Far pages cost as much as all before them; who looks for something searches.</param>
internal sealed class Paging(string? asked, int? count = null, int last = 1000)
{
    internal const int Size = 50;

    private readonly int _last = count is { } things ? Math.Clamp((things + Size - 1) / Size, 1, last) : last;

    private int Number => int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? Math.Clamp(number, 1, _last)
        : asked is { Length: > 0 } && asked.All(char.IsAsciiDigit) ? _last : 1;

    internal int Skip => (Number - 1) * Size;

    internal string? Previous(string address) => Number > 1 ? Href(address, Number - 1) : null;

    internal string? Next(string address, bool more) => more && Number < last ? Href(address, Number + 1) : null;

    /// <summary>Where one is: <c>51–100 / 1 000</c>, or without the whole where nobody has counted it.</summary>
    internal string Range(int shown) =>
        $"{Display.Count(Skip + 1)}–{Display.Count(Skip + shown)}{(count is { } all ? $" / {Display.Count(all)}" : "")}";

    private static string Href(string address, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page={number}");
}
