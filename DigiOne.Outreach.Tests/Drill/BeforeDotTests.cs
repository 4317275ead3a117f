using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Mail;
using Microsoft.Extensions.Logging.Abstractions;
using SmtpTransaction = DigiOne.Outreach.Drill.SmtpTransaction;

namespace DigiOne.Outreach.Tests.Drill;

/// <summary>That a kill in the middle of a message comes before its final dot: the system holds little of what was written.</summary>
public sealed class BeforeDotTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_ends_as_its_body_comes_has_not_let_go_of_the_final_dot()
    {
        var witness = new Cutter();
        await using var server = new DrillSmtpServer(witness, CrashPlan.SocketBuffer);
        var settings = DrillSettings.Create(new StorageOptions(), server.Address, 1, "", "n1-1", CrashPlan.SocketBuffer);
        await using var connection = new SmtpRelay("drill", settings.Relays.Values.Single(), TimeProvider.System, NullLoggerFactory.Instance).CreateConnection();
        using var writer = new MessageWriter(TimeProvider.System);
        var message = writer.Write(Mails.Newsletter() with { Text = string.Concat(Enumerable.Repeat("Hyvää päivää!\n", 1000)) }, key: null);
        message.Content.Length.ShouldBeInRange(CrashPlan.MessageSize * 9 / 10, CrashPlan.MessageSize * 11 / 10);

        var handedOver = await connection.HandOverAsync(message, null, witness.Cut.Token);

        witness.Ended.SetResult();
        handedOver.ShouldBeOfType<HandOver.Deferred>("With its dot gone it would be in doubt.");
    }

    // Reads nothing after the first bytes before the client has ended.
    private sealed class Cutter : ISmtpWitness
    {
        internal CancellationTokenSource Cut { get; } = CancellationTokenSource.CreateLinkedTokenSource(Token);

        internal TaskCompletionSource Ended { get; } = new();

        public ValueTask BeginsAsync(SmtpTransaction transaction, CancellationToken stop) => ValueTask.CompletedTask;

        public async ValueTask BodyComesAsync(SmtpTransaction transaction, CancellationToken stop)
        {
            await Cut.CancelAsync();
            await Ended.Task;
        }

        public ValueTask<bool> TakesAsync(SmtpTransaction transaction, CancellationToken stop) => ValueTask.FromResult(true);

        public void Replied(SmtpTransaction transaction)
        {
        }
    }
}
