namespace DigiOne.Outreach.Identity;

/// <summary>What a person may do; kept as role claims on the person.</summary>
internal static class Roles
{
    /// <summary>Composes and schedules newsletters and posts.</summary>
    internal const string Communications = "communications";

    /// <summary>Publishes info sessions and sees their registrations.</summary>
    internal const string Organiser = "organiser";

    /// <summary>Everything, people and settings included.</summary>
    internal const string Administrator = "administrator";
}
