namespace DigiOne.Outreach.Drill;

/// <summary>Swallows everything as fast as it comes.</summary>
internal sealed class SmtpSink : ISmtpWitness
{
    public ValueTask BeginsAsync(SmtpTransaction transaction, CancellationToken stop) => ValueTask.CompletedTask;

    public ValueTask BodyComesAsync(SmtpTransaction transaction, CancellationToken stop) => ValueTask.CompletedTask;

    public ValueTask<bool> TakesAsync(SmtpTransaction transaction, CancellationToken stop) => ValueTask.FromResult(true);

    public void Replied(SmtpTransaction transaction)
    {
    }
}
