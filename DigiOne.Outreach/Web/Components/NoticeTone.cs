namespace DigiOne.Outreach.Web.Components;

/// <summary>What a notice tells.</summary>
public enum NoticeTone
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>It worked.</summary>
    Success,

    /// <summary>Look before going on.</summary>
    Warning,

    /// <summary>It did not work.</summary>
    Danger,
}
