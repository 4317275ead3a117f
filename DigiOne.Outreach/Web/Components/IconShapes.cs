using System.Collections.Frozen;

namespace DigiOne.Outreach.Web.Components;

/// <summary>Line drawings on a grid of 20 by 20.</summary>
internal static class IconShapes
{
    private static readonly FrozenDictionary<string, string> Shapes = new Dictionary<string, string>
    {
        ["timeline"] = "M4 3v14M4 6h9M4 10h12M4 14h6M13 4v4h-4M16 8v4M10 12v4",
        ["mail"] = "M3 5h14v10H3ZM3 6l7 5 7-5",
        ["calendar"] = "M3 5h14v12H3ZM3 9h14M7 3v4M13 3v4",
        ["megaphone"] = "M3 8.5v3l10 4v-11ZM13 7.5a3 3 0 0 1 0 5M5.5 12.5l1 4h2l-1-3.2",
        ["people"] = "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 17c0-3.2 2.4-5 5.5-5s5.5 1.8 5.5 5M13 9.300a2.8 2.8 0 1 0-1-5.400M15 12.200c1.9.6 3 2.3 3 4.8",
        ["delivery"] = "M17.5 2.5 9 11M17.5 2.5 12 17.5 9 11 2.5 8Z",
        ["inbox"] = "M3 11 5.5 4h9L17 11v5H3ZM3 11h4l1 2h4l1-2h4",
        ["folder"] = "M3 5h5l2 2h7v9H3Z",
        ["settings"] = "M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4",
        ["audit"] = "M5 2.500h10v15H5ZM8 6.500h4M8 10h4M8 13.500h2",
        ["person"] = "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3.5 17.500c0-3.3 2.7-5.5 6.5-5.500s6.5 2.2 6.5 5.5",
        ["menu"] = "M3 5.500h14M3 10h14M3 14.500h14",
        ["search"] = "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.5 13.5 17 17",
        ["key"] = "M7 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM10 9.5 16.5 3M13.5 6l2.5 2.5",
        ["alert"] = "M10 2.5 18 17H2ZM10 8v4M10 14.400v.1",
        ["info"] = "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM10 9v5M10 6.100V6",
        ["plus"] = "M10 4v12M4 10h12",
        ["back"] = "M12 4l-6 6 6 6",
        ["next"] = "M8 4l6 6-6 6",
        ["draft"] = "M4 16l.8-3.500L13.5 3.800l2.7 2.7-8.7 8.700ZM11.5 5.800l2.7 2.7",
        ["clock"] = "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM10 5.500V10l3 2",
        ["sending"] = "M3 10h13M11 5l5 5-5 5",
        ["check"] = "M4 10.5 8 14.5 16 5.5",
        ["download"] = "M10 3v10M5 9l5 5 5-5M4 17h12",
        ["pause"] = "M7 4v12M13 4v12",
        ["retry"] = "M16 8a6.5 6.5 0 1 0 .5 3.500M16.5 3.500V8H12",
        ["cross"] = "M5 5l10 10M15 5 5 15",
        ["ban"] = "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM4.5 4.500l11 11",
        ["skip"] = "M4 5l6 5-6 5ZM14 5v10",
        ["question"] = "M7 7.500a3 3 0 1 1 4.5 2.600c-1 .6-1.5 1.2-1.5 2.400M10 15.500v.1",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static string Of(string name) => Shapes[name];

    internal static IEnumerable<string> Names => Shapes.Keys;
}
