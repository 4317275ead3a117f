using System.Net.Sockets;
using System.Text;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Tests.Drill;

public sealed class DrillSmtpServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_that_come_together_are_answered_together_and_a_message_cut_anywhere_is_one()
    {
        var witness = new Recorder();
        await using var server = new DrillSmtpServer(witness);
        using var client = new TcpClient(server.Address.Host, server.Address.Port);
        var stream = client.GetStream();
        using var replies = new StreamReader(stream, Encoding.ASCII);
        await ReadAsync(1);
        await WriteAsync("EHLO n1-1.drill.example\r\n");
        await ReadAsync(5);

        for (var message = 1; message <= 2; message++)
        {
            await WriteAsync($"MAIL FROM:<a@drill.example>\r\nRCPT TO:<b{message}@drill.example>\r\nDATA\r\n");
            (await ReadAsync(3)).Select(reply => reply[..3]).ShouldBe(["250", "250", "354"]);
            foreach (var piece in new[] { "Subject: x\r\n\r", "\n..\r\n", "text\r\n.", "\r", "\n" })
            {
                await WriteAsync(piece);
                await Task.Yield();
            }

            (await ReadAsync(1)).Single().ShouldStartWith("250");
        }

        await WriteAsync("RSET\r\nDATA\r\nQUIT\r\n");
        (await ReadAsync(3)).Select(reply => reply[..3]).ShouldBe(["250", "503", "221"]);
        witness.Taken.ShouldBe(
        [
            "n1-1.drill.example b1@drill.example Subject: x\r\n\r\n..\r\ntext\r\n.\r\n",
            "n1-1.drill.example b2@drill.example Subject: x\r\n\r\n..\r\ntext\r\n.\r\n",
        ]);

        Task WriteAsync(string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), Token).AsTask();
        async Task<List<string>> ReadAsync(int lines)
        {
            var read = new List<string>();
            while (read.Count < lines)
                read.Add((await replies.ReadLineAsync(Token))!);
            return read;
        }
    }

    private sealed class Recorder : ISmtpWitness
    {
        internal List<string> Taken { get; } = [];

        public ValueTask BeginsAsync(SmtpTransaction transaction, CancellationToken stop) => ValueTask.CompletedTask;

        public ValueTask BodyComesAsync(SmtpTransaction transaction, CancellationToken stop) => ValueTask.CompletedTask;

        public ValueTask<bool> TakesAsync(SmtpTransaction transaction, CancellationToken stop)
        {
            Taken.Add($"{transaction.Client} {string.Join(' ', transaction.Recipients)} {Encoding.ASCII.GetString(transaction.Content.Span)}");
            return ValueTask.FromResult(true);
        }

        public void Replied(SmtpTransaction transaction)
        {
        }
    }
}
