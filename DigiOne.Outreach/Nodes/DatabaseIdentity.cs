using System.Globalization;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Nodes;

/// <summary>
/// Which database this is, read from outside it, as two parts with a slash between them; a dash is a part that cannot be
/// known here, and equals anything. PostgreSQL: the server's system identifier and the database's oid. SQLite: the stamp
/// that stands in a file beside it, and when the file of the database itself was born.
/// </summary>
internal sealed class DatabaseIdentity(IOptions<StorageOptions> options, StampFile file)
{
    private const string Unknown = "-";

    /// <summary>Whether these name one database.</summary>
    internal static bool Same(string left, string right) =>
        left.Split('/').Zip(right.Split('/')).All(part => part.First == part.Second || part.First == Unknown || part.Second == Unknown);

    /// <summary>The identity; null where SQLite has no stamp beside it.</summary>
    internal async Task<string?> ReadAsync(OutreachDb db, CancellationToken cancellationToken)
    {
        if (db.Engine == StorageEngine.Sqlite)
            return file.Read() is { } stamp ? $"{stamp.Identity.Split('/')[0]}/{BornAt()}" : null;

        var oid = await OneAsync(db, "SELECT oid::text AS \"Value\" FROM pg_database WHERE datname = current_database()", cancellationToken);
        // A hosted server may keep this from its guests.
        var mayAsk = await OneAsync(
            db, "SELECT has_function_privilege('pg_control_system()', 'execute')::text AS \"Value\"", cancellationToken) == "true";
        var server = mayAsk
            ? await OneAsync(db, "SELECT system_identifier::text AS \"Value\" FROM pg_control_system()", cancellationToken)
            : Unknown;
        return $"{server}/{oid}";
    }

    /// <summary>The identity from now on: on SQLite a new one.</summary>
    internal async Task<string> NewAsync(OutreachDb db, CancellationToken cancellationToken) =>
        db.Engine == StorageEngine.Sqlite ? $"{Guid.CreateVersion7():N}/{BornAt()}" : (await ReadAsync(db, cancellationToken))!;

    private static Task<string> OneAsync(OutreachDb db, string sql, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<string>(sql).SingleAsync(cancellationToken);

    // A copy is born anew, whatever other times it takes along: so a whole folder that was copied is known too.
    private string BornAt() =>
        FileBirth.Of(options.Value.SqlitePath) is { } birth ? birth.UtcTicks.ToString(CultureInfo.InvariantCulture) : Unknown;
}
