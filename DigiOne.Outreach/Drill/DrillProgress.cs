namespace DigiOne.Outreach.Drill;

/// <summary>How far a drill is.</summary>
/// <param name="What">What it does.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Of">Out of how much; 0 where nobody counts.</param>
internal sealed record DrillProgress(string What, long Done = 0, long Of = 0);
