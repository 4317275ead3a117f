namespace DigiOne.Outreach.Rendering;

/// <summary>The links that are one recipient's own; null where there is none.</summary>
/// <param name="Unsubscribe">Where one leaves.</param>
/// <param name="Preferences">Where one sees and changes what one gets.</param>
/// <param name="Confirm">Where one confirms what one asked for.</param>
internal readonly record struct RecipientLinks(string? Unsubscribe = null, string? Preferences = null, string? Confirm = null);
