namespace DigiOne.Outreach.Configuration;

/// <summary>A mistake in the configuration.</summary>
/// <param name="Path">Where it stands: a setting such as <c>Relays:main:Port</c>, or a file.</param>
/// <param name="Problem">What is wrong there and what would be right. Never the value of a secret.</param>
public sealed record ConfigurationProblem(string Path, string Problem)
{
    /// <summary>A mistake and its remedy, each as a clause without a full stop.</summary>
    public ConfigurationProblem(string path, string wrong, string right)
        : this(path, $"{wrong}; {right}{(right.EndsWith('?') ? "" : ".")}")
    {
    }

    /// <summary>
    /// Settings that this also rests on: where one of them, or what stands around or in it, is wrong itself, this is only a consequence.
    /// </summary>
    internal IReadOnlyList<string> RestsOn { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => $"{Path}: {Problem}";
}
