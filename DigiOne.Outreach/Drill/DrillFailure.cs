namespace DigiOne.Outreach.Drill;

/// <summary>A drill that could not be brought to its end; the message is for the person who runs it.</summary>
internal sealed class DrillFailure(string message) : Exception(message);
