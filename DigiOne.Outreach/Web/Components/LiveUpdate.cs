namespace DigiOne.Outreach.Web.Components;

/// <summary>One server-sent event of a <see cref="Live"/> part. The page without script shows the same after a reload.</summary>
/// <param name="Texts">New text of each element, by its <c>data-live</c>.</param>
/// <param name="Values">New value of each progress element, by its <c>data-live</c>.</param>
/// <param name="Done">The last one: the page loads itself anew.</param>
internal sealed record LiveUpdate(
    IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, long> Values, bool Done);
