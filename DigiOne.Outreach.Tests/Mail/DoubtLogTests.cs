using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Logging;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>What the log says of a message that left and was not answered.</summary>
public sealed class DoubtLogTests
{
    [Fact]
    public async Task Message_in_doubt_is_one_line_and_its_stack_is_for_who_looks_closer()
    {
        using var log = new HeardLog();

        (await HandOverAsync(log, SmtpAction.Close)).ShouldBeOfType<HandOver.InDoubt>();

        log.Said(LogLevel.Warning).ShouldHaveSingleItem().ShouldStartWith("Message 0198-1@digione.example is in doubt: it left for relay posti, and no answer came (");
        log.Thrown(LogLevel.Warning).ShouldBeEmpty();
        log.Thrown(LogLevel.Debug).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Answer_that_means_nothing_is_not_repeated_where_it_may_name_somebody()
    {
        using var log = new HeardLog();

        (await HandOverAsync(log, SmtpAction.Reply("354 go on, aino@kunta.example"))).ShouldBeOfType<HandOver.InDoubt>();

        log.Said(LogLevel.Warning).ShouldHaveSingleItem().ShouldNotContain("aino");
    }

    private static async Task<HandOver> HandOverAsync(HeardLog log, SmtpAction atDot)
    {
        await using var server = new ScriptedSmtpServer();
        server.On(SmtpStep.Dot, atDot);
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        await using var connection = ScriptedRelay.Connect(ScriptedRelay.OptionsFor(server), loggers: loggers);
        return await connection.HandOverAsync(Mails.Newsletter(), null, TestContext.Current.CancellationToken);
    }
}
