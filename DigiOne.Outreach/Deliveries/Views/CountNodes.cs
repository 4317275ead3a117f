namespace DigiOne.Outreach.Deliveries;

/// <summary>How many nodes send at the moment, from 1 up: rates are divided by it.</summary>
internal delegate int CountNodes();
