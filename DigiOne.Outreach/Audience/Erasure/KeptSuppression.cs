using System.Text.Json.Serialization;

namespace DigiOne.Outreach.Audience;

/// <summary>A reason to suppress an address that nobody can read any more. What was noted of it is gone.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Cause">Since when, and how it came to us.</param>
public sealed record KeptSuppression([property: JsonConverter(typeof(JsonStringEnumConverter<SuppressionReason>))] SuppressionReason Reason, SuppressionCause Cause);
