using System.Text.RegularExpressions;
using DigiOne.Outreach.Rendering;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>Markdown that somebody wrote, as it will look; <see cref="MarkdownText"/> makes it safe.</summary>
public sealed partial class Prose : ComponentBase
{
    /// <summary>What was written.</summary>
    [Parameter, EditorRequired]
    public string Markdown { get; set; } = "";

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "written");
        // It stands under a heading of the page's own, and is not to break the order of those.
        builder.AddMarkupContent(2, Headings().Replace(MarkdownText.ToHtml(Markdown), "$1h4"));
        builder.CloseElement();
    }

    [GeneratedRegex("(</?)h[1-6]")]
    private static partial Regex Headings();
}
