namespace DigiOne.Outreach.Tests.Architecture;

/// <summary>The rooms of the house and the doors between them: who may know whom, and who may use which package.</summary>
internal static class House
{
    private static readonly string[] Ground = ["Configuration", "Storage", "Timing", "Rendering", "Mail", "Nodes", "Problems", "Editing", "Sheets"];
    private static readonly string[] Engine = [.. Ground, "Audience", "Deliveries"];
    private static readonly string[] Slices = ["Subscriptions", "Newsletters", "InfoSessions", "Social"];
    private static readonly string[] Edge = ["Scheduling", "Web", "Cli", "Hosting", "Demo", "Drill"];
    private static readonly string[] All = [.. Engine, .. Slices, "Plans", "Inbound", "Identity", .. Edge];

    /// <summary>What each folder may know besides itself. A folder that is missing here has no place in the house.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> MayKnow = new Dictionary<string, string[]>
    {
        // The ground carries everything and knows nothing above it; within it, nothing goes round in a circle.
        ["Configuration"] = [],
        ["Problems"] = [],
        ["Sheets"] = [],
        ["Storage"] = ["Configuration"],
        ["Editing"] = ["Problems", "Storage"],
        ["Timing"] = ["Configuration", "Storage", "Nodes"],
        ["Rendering"] = ["Configuration", "Storage"],
        ["Mail"] = ["Configuration", "Storage"],
        ["Nodes"] = ["Configuration", "Storage"],
        ["Audience"] = Ground,
        ["Deliveries"] = [.. Ground, "Audience"],
        // Slices never know each other: what concerns two of them happens in Plans.
        ["Subscriptions"] = Engine,
        ["Newsletters"] = Engine,
        ["InfoSessions"] = Engine,
        ["Social"] = Engine,
        ["Plans"] = [.. Engine, .. Slices],
        ["Inbound"] = [.. Engine, .. Slices],
        ["Identity"] = Ground,
        ["Scheduling"] = All,
        ["Web"] = All,
        ["Cli"] = All,
        ["Hosting"] = All,
        ["Demo"] = All,
        ["Drill"] = All,
    };

    /// <summary>Rooms that only their own folder and the edges enter: what others need too does not belong in them.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Private = new Dictionary<string, string[]>
    {
        ["Audience.Import"] = ["Audience", .. Edge],
    };

    /// <summary>Packages by the beginning of their assemblies' names, and the only folders that may use them.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Confined = new Dictionary<string, string[]>
    {
        ["MailKit"] = ["Mail", "Inbound"],
        ["MimeKit"] = ["Mail", "Inbound"],
        ["Scriban"] = ["Rendering"],
        ["Quartz"] = ["Scheduling"],
        ["Hangfire"] = ["Scheduling"],
        ["Npgsql"] = ["Storage"],
        ["Microsoft.Data.Sqlite"] = ["Storage"],
        ["Microsoft.EntityFrameworkCore.Sqlite"] = ["Storage"],
        ["System.CommandLine"] = ["Cli"],
        ["Spectre.Console"] = ["Cli"],
    };
}
