namespace DigiOne.Outreach.Identity;

/// <summary>What an API token may do.</summary>
[Flags]
public enum ApiScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read everything that the pages show.</summary>
    Read = 1,

    /// <summary>Change what the pages change.</summary>
    Write = 2,
}
