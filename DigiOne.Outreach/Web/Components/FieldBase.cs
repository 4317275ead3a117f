using Microsoft.AspNetCore.Components;

namespace DigiOne.Outreach.Web.Components;

/// <summary>What all fields have in common: a label, a hint, an error, and how assistive technology is told of them.</summary>
public abstract class FieldBase : ComponentBase
{
    /// <summary>Name in the form that is sent.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>What it is called.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What to write, in one sentence.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>What is wrong; null: what the form says of this name.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>What stands in it.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>May be left empty, and says so: what is asked for is the rule.</summary>
    [Parameter]
    public bool Optional { get; set; }

    /// <summary>Other attributes of the input.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IDictionary<string, object>? More { get; set; }

    /// <summary>The mistakes of the form around it.</summary>
    [CascadingParameter]
    public FormErrors? Errors { get; set; }

    /// <summary>The error that is shown.</summary>
    protected string? ShownError => Error ?? Errors?.Of(Name);

    /// <summary>Id of the input.</summary>
    protected string Id => IdOf(Name);

    /// <summary>Value of <c>aria-invalid</c>.</summary>
    protected string? Invalid => ShownError is null ? null : "true";

    /// <summary>Value of <c>aria-required</c>.</summary>
    protected string? Required => Optional ? null : "true";

    /// <summary>Value of <c>aria-describedby</c>: hint, then error.</summary>
    protected string? DescribedBy => (Hint, ShownError) switch
    {
        (null, null) => null,
        (_, null) => $"{Id}-hint",
        (null, _) => $"{Id}-error",
        _ => $"{Id}-hint {Id}-error",
    };

    /// <summary>Id of the input with this name.</summary>
    internal static string IdOf(string name) => "field-" + name.Replace('.', '-').Replace('[', '-').Replace("]", "", StringComparison.Ordinal);
}
