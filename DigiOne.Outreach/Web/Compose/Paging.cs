using System.Globalization;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>Which part of a long list a page shows.</summary>
/// <param name="number">The page asked for, from 1; anything else is the first.</param>
internal sealed class Paging(int number)
{
    internal const int Size = 50;

    // Far pages cost as much as all before them; who looks for something searches.
    private const int Last = 1000;

    private int Number { get; } = Math.Clamp(number, 1, Last);

    internal int Skip => (Number - 1) * Size;

    internal string? Previous(string address) => Number > 1 ? Href(address, Number - 1) : null;

    internal string? Next(string address, bool more) => more && Number < Last ? Href(address, Number + 1) : null;

    private static string Href(string address, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page={number}");
}
