using Scriban;
using Scriban.Runtime;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// An object of a template's data. A template can put an object into itself, and Scriban's error messages print whole objects
/// without counting depth, which would end the process: outside a rendering's own counted printing it shows as one word.
/// </summary>
internal sealed class DataObject(int capacity) : ScriptObject(capacity)
{
    public override string ToString(string? format, IFormatProvider? formatProvider)
        => formatProvider is TemplateContext ? base.ToString(format, formatProvider) : "(object)";
}
