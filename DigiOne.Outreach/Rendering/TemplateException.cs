namespace DigiOne.Outreach.Rendering;

/// <summary>A template, or the data that it was given, is wrong. The message is meant for the person who writes templates.</summary>
/// <param name="file">The template file, as its includes name it.</param>
/// <param name="line">Line in that file, from 1.</param>
/// <param name="column">Column in that line, from 1.</param>
/// <param name="problem">What is wrong and what to do, without the place.</param>
/// <param name="inner">What was caught, if anything.</param>
internal sealed class TemplateException(string file, int line, int column, string problem, Exception? inner = null)
    : Exception($"{file}, line {line}, column {column}: {problem}", inner)
{
    /// <summary>The template file, as its includes name it.</summary>
    public string File { get; } = file;

    /// <summary>Line in <see cref="File"/>, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Column in <see cref="Line"/>, from 1.</summary>
    public int Column { get; } = column;

    /// <summary>What is wrong and what to do, without the place.</summary>
    public string Problem { get; } = problem;
}
