using System.Buffers.Binary;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Draws a canary: one of each so many of those who are to get the message, in the order in which they are frozen. Which
/// one of them looks like chance, so that no rhythm of a list comes through, and is the same however often it is drawn. One
/// of each block, and not each with a chance of its own, keeps the canary's size.
/// </summary>
internal static class CanaryDraw
{
    // A square modulo a prime is as far from a rhythm as it has to be, and the product of two such numbers stays within 64
    // bits on both engines: SQLite would go on in floating point, PostgreSQL fail.
    private const long Prime = int.MaxValue;
    private const long Stride = 1_000_000_007;

    /// <summary>What the blocks' numbers are drawn with, per mailing: 0 up to the prime.</summary>
    internal static long SeedOf(MailingId mailing)
    {
        Span<byte> bytes = stackalloc byte[16];
        mailing.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        // The last ones are chance, the first ones time.
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) % Prime;
    }

    /// <summary>SQL for the number that a recipient's block draws with.</summary>
    /// <param name="place">Of the recipient, counted from 0.</param>
    /// <param name="every">How many make a block.</param>
    /// <param name="seed">The mailing's.</param>
    internal static string Number(string place, string every, string seed) => $"({place} / {every} * {Stride} + {seed}) % {Prime}";

    /// <summary>SQL for whether a recipient is the one of their block.</summary>
    /// <param name="place">Of the recipient, counted from 0.</param>
    /// <param name="every">How many make a block.</param>
    /// <param name="number">What the block draws with.</param>
    internal static string IsDrawn(string place, string every, string number) => $"{place} % {every} = {number} * {number} % {Prime} % {every}";
}
