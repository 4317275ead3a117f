using Microsoft.Extensions.Logging.Console;

namespace DigiOne.Outreach.Hosting;

internal static class PlainConsole
{
    /// <summary>Logs single lines with UTC times to standard error: standard output belongs to what was asked for.</summary>
    internal static ILoggingBuilder AddPlainConsole(this ILoggingBuilder logging, LogLevel level)
    {
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // Their start fills a screen, and says nothing that our own rows do not say.
        logging.AddFilter("Quartz", LogLevel.Warning);
        logging.AddFilter("Hangfire", LogLevel.Warning);
        // What keeps the host from starting is thrown as well, and told in one line.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // Keys lie unencrypted on a volume that only this service reads; it says so at every start.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }
}
