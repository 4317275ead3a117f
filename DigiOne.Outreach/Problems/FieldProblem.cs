namespace DigiOne.Outreach.Problems;

/// <summary>One thing wrong with what a person or a program handed in. All of them are said at once.</summary>
/// <param name="Field">Which field, as the API names it: <c>name</c>, <c>variants.fi.subject</c>.</param>
/// <param name="Kind">What is wrong, for the pages to say in the reader's language.</param>
/// <param name="Message">What is wrong and what would be right, in English, for the API and the command line.</param>
public sealed record FieldProblem(string Field, ProblemKind Kind, string Message)
{
    /// <summary>Nothing where something must be.</summary>
    public static FieldProblem Required(string field, string what) => new(field, ProblemKind.Required, $"{what} is missing.");

    /// <summary>More characters than fit.</summary>
    public static FieldProblem TooLong(string field, string what, int most) =>
        new(field, ProblemKind.TooLong, $"{what} is longer than {most} characters.");

    /// <summary>Says what is wrong with a line of text that must be there, if anything.</summary>
    public static IEnumerable<FieldProblem> OfLine(string field, string what, string? value, int most = 300)
    {
        if (string.IsNullOrWhiteSpace(value))
            yield return Required(field, what);
        else if (value.Length > most)
            yield return TooLong(field, what, most);
    }

    /// <summary>A name that something else has.</summary>
    public static FieldProblem Taken(string field, string what, string value) =>
        new(field, ProblemKind.Taken, $"There is {what} '{value}' already.");

    /// <summary>A name of something that does not exist.</summary>
    public static FieldProblem Unknown(string field, string what, string value, IEnumerable<string> known) =>
        new(field, ProblemKind.Unknown, $"There is no {what} '{value}'. Known: {string.Join(", ", known)}.");
}

/// <summary>What is wrong with a field.</summary>
public enum ProblemKind
{
    /// <summary>Nothing where something must be.</summary>
    Required,

    /// <summary>More than fits.</summary>
    TooLong,

    /// <summary>A name of something that does not exist.</summary>
    Unknown,

    /// <summary>Not readable as what it should be.</summary>
    Malformed,

    /// <summary>A time that has passed.</summary>
    Past,

    /// <summary>An end before its start.</summary>
    EndBeforeStart,

    /// <summary>A local time that the clock skips.</summary>
    SkippedTime,

    /// <summary>A local time that comes twice.</summary>
    DoubledTime,

    /// <summary>A name that something else has.</summary>
    Taken,
}
