namespace DigiOne.Outreach.Mail.Reading;

/// <summary>An address in a text.</summary>
/// <param name="Address">Cleaned of what stood around it.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct FoundAddress(string Address, int Start, int End);
