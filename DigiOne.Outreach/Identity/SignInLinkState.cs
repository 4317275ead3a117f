namespace DigiOne.Outreach.Identity;

/// <summary>What a sign-in link is good for.</summary>
public abstract record SignInLinkState
{
    private SignInLinkState()
    {
    }

    /// <summary>It signs this person in.</summary>
    public sealed record Usable(Person Person) : SignInLinkState;

    /// <summary>It has signed someone in before.</summary>
    public sealed record Used : SignInLinkState;

    /// <summary>Its time is over.</summary>
    public sealed record Expired : SignInLinkState;

    /// <summary>Nobody made it, or it was made long ago.</summary>
    public sealed record Unknown : SignInLinkState;
}
