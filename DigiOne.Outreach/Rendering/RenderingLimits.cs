namespace DigiOne.Outreach.Rendering;

/// <summary>How much one template may cost. Past any of these a rendering ends in a <see cref="TemplateException"/>.</summary>
internal sealed record RenderingLimits
{
    /// <summary>The limits that hold unless a test sets others.</summary>
    public static RenderingLimits Default { get; } = new();

    /// <summary>Characters of one template file. Default 256 Ki.</summary>
    public int SourceLength { get; init; } = 256 * 1024;

    /// <summary>Files that one template may consist of, includes and layout counted. Default 64.</summary>
    public int Files { get; init; } = 64;

    /// <summary>Levels of nested blocks and expressions. Default 100: some fifty times what a page needs, far from the end of any thread's stack.</summary>
    public int Nesting { get; init; } = 100;

    /// <summary>Includes and function calls inside each other. Default 32.</summary>
    public int Recursion { get; init; } = 32;

    /// <summary>Turns of a loop, those of the loops inside it counted; also the length of a range. Default 10,000.</summary>
    public int Loops { get; init; } = 10_000;

    /// <summary>Characters that one rendering may put out. Default 1 Mi.</summary>
    public int OutputLength { get; init; } = 1024 * 1024;

    /// <summary>Characters of one string that a template makes on its way. Default 256 Ki.</summary>
    public int StringLength { get; init; } = 256 * 1024;

    /// <summary>Bytes that one mail's rendering may allocate in all, kept or not. Default 256 MiB.</summary>
    public long AllocatedBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long one mail may take: subject, HTML and text together. Default 2 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one match of a regular expression may take. Default 100 ms.</summary>
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromMilliseconds(100);
}
