using System.Buffers;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Text that a spreadsheet would take for a formula, which nobody is called.</summary>
internal static class FormulaText
{
    private static readonly SearchValues<char> Calling = SearchValues.Create("(|!");

    /// <summary>Whether it begins as a formula. A lone dash, a telephone number and a dash before a word are none.</summary>
    internal static bool Is(string text) => text.Length > 1 && text[0] switch
    {
        '=' or '@' => true,
        '+' or '-' => text.AsSpan().ContainsAny(Calling),
        _ => false,
    };

    /// <summary>Whether a mailbox begins as one: the grammar allows it, no list of people has it.</summary>
    internal static bool IsOfAddress(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@';
}
