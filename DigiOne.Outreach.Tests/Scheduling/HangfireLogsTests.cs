using DigiOne.Outreach.Scheduling;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Logging;
using HangfireLevel = Hangfire.Logging.LogLevel;

namespace DigiOne.Outreach.Tests.Scheduling;

public sealed class HangfireLogsTests
{
    [Fact]
    public void Words_stand_in_the_hosts_log_and_nothing_is_said_once_the_host_is_gone()
    {
        using var heard = new HeardLog();
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(heard));
        var logs = new HangfireLogs(loggers);

        logs.GetLogger("Hangfire.Server").Log(HangfireLevel.Error, () => "The job failed.");
        heard.Said(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("The job failed.");

        loggers.Dispose();
        logs.GetLogger("Hangfire.Processing").Log(HangfireLevel.Error, () => "The job failed.").ShouldBeFalse();
    }
}
