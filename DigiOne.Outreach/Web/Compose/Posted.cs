using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>The fields of a form that came in. What is not there is empty; lines end with LF, as everywhere here.</summary>
/// <param name="form">The form.</param>
internal sealed class Posted(IFormCollection form)
{
    /// <summary>Name of the buttons that say what is to be done with a form.</summary>
    internal const string Button = "do";

    /// <summary>One field.</summary>
    internal string this[string name] => form[name] is { Count: > 0 } values ? values[0]!.ReplaceLineEndings("\n") : "";

    /// <summary>The revision that was edited; 0 where the form names none.</summary>
    internal int Revision => int.TryParse(this["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    /// <summary>Whether a box is ticked.</summary>
    internal bool IsTicked(string name) => form[name] == new StringValues("true");

    /// <summary>What is to be done, and with what: <c>remove</c> and <c>fi.2</c> of <c>remove:fi.2</c>.</summary>
    internal (string What, string With) Doing => this[Button].Split(':', 2) is [var what, var with] ? (what, with) : (this[Button], "");
}
