using System.Text;
using CsCheck;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class DotStuffingTests
{
    private static readonly string[] Parts = ["a", ".", "\r\n", "\n", "..", "=C3=A4"];

    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData("a\n", "a\n\r\n.\r\n")]
    [InlineData(".\r\n", "..\r\n.\r\n")]
    [InlineData("a\r\n.\r\n.b\r\n..", "a\r\n..\r\n..b\r\n...\r\n.\r\n")]
    [InlineData("a\n.\nb\r\n", "a\n..\nb\r\n.\r\n")]
    [InlineData("a.b\r\n", "a.b\r\n.\r\n")]
    public void Dots_at_line_starts_are_doubled_and_a_dot_ends_it(string content, string expected) => Written(content, 64).ShouldBe(expected);

    [Fact]
    public void What_a_server_undoes_is_what_was_written_in_pieces_of_any_size()
        => Gen.Select(Gen.Int[0, Parts.Length - 1].Select(i => Parts[i]).Array[0, 60], Gen.Int[5, 40]).Sample((parts, room) =>
        {
            var content = $"{string.Concat(parts)}\r\n";

            var written = Written(content, room);

            written.ShouldEndWith("\r\n.\r\n");
            written.IndexOf("\n.\r\n", StringComparison.Ordinal).ShouldBe(written.Length - 4, "Only the end ends it.");
            Undone(written[..^3]).ShouldBe(content);
        });

    private static string Written(string content, int room)
    {
        var stuffing = new DotStuffing(Encoding.ASCII.GetBytes(content));
        var written = new StringBuilder();
        var piece = new byte[room];
        while (stuffing.Write(piece) is > 0 and var count)
            written.Append(Encoding.ASCII.GetString(piece, 0, count));

        return written.ToString();
    }

    private static string Undone(string written)
        => string.Join('\n', written.Split('\n').Select(line => line.StartsWith('.') ? line[1..] : line));
}
