namespace DigiOne.Outreach.Audience;

/// <summary>A segment as a person or a program hands it in.</summary>
/// <param name="Key">Key: see <see cref="ListKey.Rule"/>.</param>
/// <param name="Name">What the team calls it; 1 to 300 characters.</param>
/// <param name="Filter">Whom it means.</param>
internal sealed record SegmentDraft(string Key, string Name, SegmentFilter Filter);
