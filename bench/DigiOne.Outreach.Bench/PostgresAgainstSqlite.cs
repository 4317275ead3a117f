using System.Globalization;

namespace DigiOne.Outreach.Bench;

/// <summary>The same mailing on both engines in turn, both durable.</summary>
internal static class PostgresAgainstSqlite
{
    internal const string Title = "PostgreSQL against SQLite";

    private const int Recipients = 100_000;

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var recipients = scale.Of(Recipients);
        var server = await PostgresServer.AskAsync(DrillRun.Postgres, cancellationToken);
        var (postgres, sqlite) = (new List<double>(), new List<double>());
        for (var round = 0; round < scale.Rounds; round++)
        {
            sqlite.Add((await DrillRun.ThroughputAsync(recipients, cancellationToken)).MessagesPerSecond);
            postgres.Add((await DrillRun.ThroughputAsync(recipients, cancellationToken, "--engine", "postgres")).MessagesPerSecond);
        }

        var (theirs, ours) = (Median.Of(postgres), Median.Of(sqlite));
        return new Measured(
            string.Create(
                CultureInfo.InvariantCulture,
                $"**{theirs / ours:0.00}** of the SQLite rate (goal: at least 0.8, then 1.0): {theirs:N0} against {ours:N0} messages a second"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                `drill throughput` with {recipients:N0} recipients and {EndToEnd.Connections} connections into its own sink, without DKIM, in turn. SQLite has `synchronous=FULL`; of
                PostgreSQL {server.Durability}. Medians of {scale.Rounds}.

                | | messages/s |
                |---|---|
                | PostgreSQL | {theirs:N0} |
                | SQLite | {ours:N0} |
                """),
            server.Name);
    }
}
