namespace DigiOne.Outreach.Cli;

/// <summary>What the process answers to who called it.</summary>
internal static class ExitCode
{
    internal const int Done = 0;

    internal const int Failed = 1;

    /// <summary>Wrong use, or wrong configuration: nothing was started.</summary>
    internal const int Misused = 2;
}
