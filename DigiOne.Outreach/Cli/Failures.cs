using System.Data.Common;

namespace DigiOne.Outreach.Cli;

/// <summary>What the world did to us, in one line; what is our own bug keeps its stack trace.</summary>
internal static class Failures
{
    /// <summary>The sentence for the person at the terminal.</summary>
    internal static string Explain(Exception failure) => failure switch
    {
        OperationCanceledException => "Stopped.",
        DbException => $"The database does not answer as it should: {failure.Message}",
        IOException or UnauthorizedAccessException => failure.Message,
        { InnerException: DbException inner } => Explain(inner),
        _ => failure.ToString(),
    };
}
