namespace DigiOne.Outreach.Audience;

/// <summary>A page of those who were found.</summary>
/// <param name="Rows">The people of the page: by address where all were counted, else whoever came last first.</param>
/// <param name="Count">How many were found; no more than <see cref="SearchContacts.MostCounted"/> are counted.</param>
/// <param name="IsCounted">Whether these are all.</param>
/// <param name="HasPrevious">Whether there is a page before this one.</param>
/// <param name="HasNext">Whether there is a page after this one.</param>
internal sealed record FoundContacts(IReadOnlyList<Contact> Rows, int Count, bool IsCounted, bool HasPrevious, bool HasNext);

/// <summary>From whom a page starts; neither: from the first.</summary>
/// <param name="After">The last of the page before it.</param>
/// <param name="Before">The first of the page after it; counts only without the other.</param>
internal readonly record struct SearchPlace(ContactId? After, ContactId? Before);
