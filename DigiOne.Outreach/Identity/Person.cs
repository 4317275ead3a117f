using Microsoft.AspNetCore.Identity;

namespace DigiOne.Outreach.Identity;

/// <summary>Someone who works in the admin pages. The e-mail address is also the user name.</summary>
public sealed class Person : IdentityUser<Guid>
{
    /// <summary>Name as colleagues know it; empty until the person writes it.</summary>
    public string Name { get; set; } = "";

    /// <summary>BCP 47 language of the pages; null until the person chooses one.</summary>
    public string? Language { get; set; }

    /// <summary>When the row was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the pages call this person.</summary>
    public string ShownName => Name.Length > 0 ? Name : Email!;
}
