namespace DigiOne.Outreach.Web.Components;

/// <summary>How much a button asks for attention.</summary>
public enum ButtonLook
{
    /// <summary>The one thing to do on a page.</summary>
    Primary,

    /// <summary>Something else that one may do.</summary>
    Secondary,

    /// <summary>Barely there, as in a row of a table.</summary>
    Quiet,

    /// <summary>Cannot be taken back.</summary>
    Danger,
}
