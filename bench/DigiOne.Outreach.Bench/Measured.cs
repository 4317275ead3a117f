namespace DigiOne.Outreach.Bench;

/// <summary>What a part has found.</summary>
/// <param name="Headline">Its figures and their goals in one line: what stays of it once the next run replaces it.</param>
/// <param name="Text">All of it, as Markdown.</param>
/// <param name="Beside">Versions of the servers and programs that it ran against; null where there were none.</param>
internal sealed record Measured(string Headline, string Text, string? Beside = null);
