using System.Globalization;
using System.Security.Cryptography;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Bench;

/// <summary>What signing adds to a message, beside the bare signature.</summary>
internal static class DkimCost
{
    internal const string Title = "DKIM against bare RSA";

    private const int Recipients = 30_000;
    private const int Signatures = 3_000;

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var recipients = scale.Of(Recipients);
        var (plain, signed, bare) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < scale.Rounds; round++)
        {
            plain.Add((await DrillRun.ThroughputAsync(recipients, cancellationToken)).CpuSecondsPerThousand);
            bare.Add(Sign(scale.Of(Signatures)));
            signed.Add((await DrillRun.ThroughputAsync(recipients, cancellationToken, "--dkim")).CpuSecondsPerThousand);
        }

        var (added, yardstick) = (Median.Of(signed) - Median.Of(plain), Median.Of(bare));
        return new Measured(
            string.Create(
                CultureInfo.InvariantCulture,
                $"**{added / yardstick:0.00}** times the bare signature (goal: at most 1.6, then 1.3): {added:0.000} against {yardstick:0.000} ms of processor time"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                Processor time of `drill throughput` with and without `--dkim` ({recipients:N0} recipients, SQLite, RSA-2048), in turn with `RSA.SignHash` alone.
                Medians of {scale.Rounds}, in ms per message.

                | | ms |
                |---|---|
                | without | {Median.Of(plain):0.000} |
                | with | {Median.Of(signed):0.000} |
                | added | {added:0.000} |
                | `RSA.SignHash` | {yardstick:0.000} |
                """));
    }

    /// <returns>Milliseconds of processor time per signature, which are seconds per thousand.</returns>
    private static double Sign(int signatures)
    {
        using var key = RSA.Create(2048);
        var hash = SHA256.HashData("DigiOne"u8);
        key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var before = OwnProcess.ProcessorTime;
        for (var signature = 0; signature < signatures; signature++)
            key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return (OwnProcess.ProcessorTime - before).TotalMilliseconds / signatures;
    }
}
