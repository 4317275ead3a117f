using Spectre.Console;

namespace DigiOne.Outreach.Cli;

/// <summary>The terminal that a verb shows its progress in.</summary>
internal static class Terminal
{
    private const int PlainWidth = 120;

    /// <summary>A console that writes there; without colours and movement unless it is live.</summary>
    internal static IAnsiConsole On(TextWriter output, bool live)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = live ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = live ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = live ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (!live)
            console.Profile.Width = PlainWidth;
        return console;
    }
}
