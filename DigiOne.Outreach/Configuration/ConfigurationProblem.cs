namespace DigiOne.Outreach.Configuration;

/// <summary>A mistake in the configuration.</summary>
/// <param name="Path">Where it stands: a setting such as <c>Relays:main:Port</c>, or a file.</param>
/// <param name="Wrong">What is wrong there. Never the value of a secret.</param>
/// <param name="Right">What would be right.</param>
public sealed record ConfigurationProblem(string Path, string Wrong, string Right)
{
    /// <inheritdoc />
    public override string ToString() => $"{Path}: {Wrong}; {Right}";
}
