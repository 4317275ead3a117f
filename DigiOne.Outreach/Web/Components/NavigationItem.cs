using DigiOne.Outreach.Identity;

namespace DigiOne.Outreach.Web.Components;

/// <summary>One link of the admin's navigation.</summary>
/// <param name="Path">Where it leads.</param>
/// <param name="Word">Its word: the key behind <c>Nav.</c>.</param>
/// <param name="Icon">Its picture.</param>
/// <param name="Policy">Who sees it.</param>
internal sealed record NavigationItem(string Path, string Word, string Icon, string Policy = Policies.Staff)
{
    /// <summary>All of them, in order. A new page adds its line here.</summary>
    internal static readonly IReadOnlyList<NavigationItem> All =
    [
        new("/admin", "Timeline", "timeline"),
        new("/admin/newsletters", "Newsletters", "mail", Policies.Communicate),
        new("/admin/sessions", "InfoSessions", "calendar", Policies.Organise),
        new("/admin/posts", "Posts", "megaphone", Policies.Communicate),
        new("/admin/audience", "Audience", "people", Policies.Communicate),
        new("/admin/deliveries", "Deliveries", "delivery"),
        new("/admin/inbox", "Inbox", "inbox", Policies.Communicate),
        new("/admin/captured", "CapturedMail", "folder", Policies.Communicate),
        new("/admin/settings", "Settings", "settings", Policies.Administer),
    ];

    /// <summary>Whether the page at <paramref name="path"/> belongs under this link.</summary>
    internal bool Holds(string path) =>
        path == Path || (Path != "/admin" && path.StartsWith(Path + "/", StringComparison.Ordinal));
}
