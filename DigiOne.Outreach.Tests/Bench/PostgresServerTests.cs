using DigiOne.Outreach.Bench;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Bench;

public sealed class PostgresServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_commits_without_the_disk_is_not_measured() =>
        // The tests' own server is such a one.
        (await Should.ThrowAsync<InvalidOperationException>(PostgresServer.AskAsync(TestServers.Postgres, Token))).Message.ShouldContain("fsync=off");

    [Fact]
    public async Task A_durable_server_is_told_as_it_says_of_itself()
    {
        await using var postgres = await OwnPostgres.StartAsync("-c fsync=on");

        var server = await PostgresServer.AskAsync(postgres.ConnectionString, Token);

        server.Name.ShouldMatch("^PostgreSQL [0-9]+");
        server.Durability.ShouldStartWith("the server says `fsync=on`, `full_page_writes=on` and `synchronous_commit=on`");
    }
}
