using Hangfire.AspNetCore;
using Hangfire.Logging;
using LogLevel = Hangfire.Logging.LogLevel;

namespace DigiOne.Outreach.Scheduling;

/// <summary>
/// Hangfire's log in that of the host. Hangfire has one for the whole process, so that it may outlive the host that gave it:
/// then it says nothing. By default it throws, and the next host's server does not begin to work, while all else does.
/// </summary>
internal sealed class HangfireLogs(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider _hosts = new(loggers);

    /// <inheritdoc />
    public ILog GetLogger(string name)
    {
        try
        {
            return _hosts.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Silence();
        }
    }

    private sealed class Silence : ILog
    {
        public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
