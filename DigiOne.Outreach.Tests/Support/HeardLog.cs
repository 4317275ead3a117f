using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>Keeps what the house logs.</summary>
internal sealed class HeardLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _lines = new();

    /// <summary>The lines of a level, in their order.</summary>
    internal IReadOnlyList<string> Said(LogLevel level) => [.. _lines.Where(line => line.Level == level).Select(line => line.Message)];

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Pen(_lines);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private sealed class Pen(ConcurrentQueue<(LogLevel Level, string Message)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, formatter(state, exception)));
    }
}
