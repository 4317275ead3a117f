using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>Keeps what the house logs.</summary>
internal sealed class HeardLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message, Exception? Failure)> _lines = new();

    /// <summary>The lines of a level, in their order.</summary>
    internal IReadOnlyList<string> Said(LogLevel level) => [.. _lines.Where(line => line.Level == level).Select(line => line.Message)];

    /// <summary>The exceptions that come with lines of a level, which a console writes with their stacks.</summary>
    internal IReadOnlyList<Exception> Thrown(LogLevel level) => [.. _lines.Where(line => line.Level == level).Select(line => line.Failure).OfType<Exception>()];

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Pen(_lines);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private sealed class Pen(ConcurrentQueue<(LogLevel Level, string Message, Exception? Failure)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, formatter(state, exception), exception));
    }
}
