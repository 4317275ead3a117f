namespace DigiOne.Outreach.Social;

/// <summary>A post as a person or a program hands it in.</summary>
/// <param name="Name">What the team calls it; 1 to 300 characters.</param>
/// <param name="Texts">Text per network; networks without one get nothing.</param>
public sealed record PostDraft(string Name, IReadOnlyDictionary<string, string> Texts);
