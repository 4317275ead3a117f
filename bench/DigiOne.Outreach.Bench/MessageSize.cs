using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Bench;

/// <summary>How long messages are as they leave: headers, body, doubled dots and the final one, as a server gets them.</summary>
internal static class MessageSize
{
    /// <summary>The mean of all messages that come to a server of its own.</summary>
    /// <param name="send">Sends them to it.</param>
    internal static async Task<double> MeanAsync(Func<Uri, Task> send)
    {
        var weighing = new Weighing();
        await using var server = new DrillSmtpServer(weighing);
        await send(server.Address);
        return weighing.Mean;
    }

    private sealed class Weighing : ISmtpWitness
    {
        private long _bytes;
        private long _messages;

        internal double Mean => _messages > 0 ? _bytes / (double)_messages : throw new InvalidOperationException("No message came to be measured.");

        public ValueTask BeginsAsync(SmtpTransaction transaction, CancellationToken stop) => ValueTask.CompletedTask;

        public ValueTask BodyComesAsync(SmtpTransaction transaction, CancellationToken stop) => ValueTask.CompletedTask;

        public ValueTask<bool> TakesAsync(SmtpTransaction transaction, CancellationToken stop)
        {
            Interlocked.Add(ref _bytes, transaction.Content.Length);
            Interlocked.Increment(ref _messages);
            return ValueTask.FromResult(true);
        }

        public void Replied(SmtpTransaction transaction)
        {
        }
    }
}
