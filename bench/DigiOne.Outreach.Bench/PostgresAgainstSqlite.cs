using System.Globalization;

namespace DigiOne.Outreach.Bench;

/// <summary>The same mailing on both engines in turn, both durable.</summary>
internal static class PostgresAgainstSqlite
{
    internal const string Title = "PostgreSQL against SQLite";

    private const int Recipients = 100_000;

    internal static async Task<string> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var recipients = scale.People(Recipients);
        var (postgres, sqlite) = (new List<double>(), new List<double>());
        for (var round = 0; round < scale.Rounds; round++)
        {
            sqlite.Add((await DrillRun.ThroughputAsync(recipients, cancellationToken)).MessagesPerSecond);
            postgres.Add((await DrillRun.ThroughputAsync(recipients, cancellationToken, "--engine", "postgres")).MessagesPerSecond);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ## {Title}

            `drill throughput` with {recipients:N0} recipients and {EndToEnd.Connections} connections into its own sink, without DKIM, in turn; PostgreSQL with `fsync=on`,
            SQLite with `synchronous=FULL`. Medians of {scale.Rounds}.

            | | messages/s |
            |---|---|
            | PostgreSQL | {Median.Of(postgres):N0} |
            | SQLite | {Median.Of(sqlite):N0} |

            **{Median.Of(postgres) / Median.Of(sqlite):0.00}** of the SQLite rate (goal: at least 0.8, then 1.0).

            """);
    }
}
