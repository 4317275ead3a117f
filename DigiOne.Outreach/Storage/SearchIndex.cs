using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Storage;

/// <summary>
/// The index by which contacts are found by any part of their addresses, names and organisations. Looked at on each start and made
/// where it is missing: on SQLite a later migration that makes the table anew takes the triggers with it that keep the index, and on
/// PostgreSQL somebody may have to allow it first.
/// </summary>
internal static partial class SearchIndex
{
    private const string PostgresIndex = "ix_contacts_search_text";

    // By texts of three letters, without the texts themselves. What stands before each part gives its beginning three letters too.
    // Somebody who is erased is wiped out of it at once, which takes milliseconds; a name that changes leaves that to later merges.
    private const string SqliteIndex =
        """
        CREATE VIRTUAL TABLE contact_search USING fts5(text, content='', columnsize=0, tokenize='trigram remove_diacritics 1');
        INSERT INTO contact_search (rowid, text)
            SELECT id, char(10, 10) || address || char(10, 10) || name || char(10, 10) || organisation FROM contacts ORDER BY id;
        """;

    private const string SqliteTriggers =
        """
        CREATE TRIGGER IF NOT EXISTS contact_search_takes AFTER INSERT ON contacts BEGIN
            INSERT INTO contact_search (rowid, text) VALUES (NEW.id, char(10, 10) || NEW.address || char(10, 10) || NEW.name || char(10, 10) || NEW.organisation);
        END;
        CREATE TRIGGER IF NOT EXISTS contact_search_changes AFTER UPDATE OF address, name, organisation ON contacts
        WHEN OLD.address <> NEW.address OR OLD.name <> NEW.name OR OLD.organisation <> NEW.organisation BEGIN
            INSERT INTO contact_search (contact_search, rowid, text)
                VALUES ('delete', OLD.id, char(10, 10) || OLD.address || char(10, 10) || OLD.name || char(10, 10) || OLD.organisation);
            INSERT INTO contact_search (rowid, text) VALUES (NEW.id, char(10, 10) || NEW.address || char(10, 10) || NEW.name || char(10, 10) || NEW.organisation);
        END;
        CREATE TRIGGER IF NOT EXISTS contact_search_forgets AFTER DELETE ON contacts BEGIN
            INSERT INTO contact_search (contact_search, rank) VALUES ('secure-delete', 1);
            INSERT INTO contact_search (contact_search, rowid, text)
                VALUES ('delete', OLD.id, char(10, 10) || OLD.address || char(10, 10) || OLD.name || char(10, 10) || OLD.organisation);
            INSERT INTO contact_search (contact_search, rank) VALUES ('secure-delete', 0);
        END;
        """;

    /// <summary>Makes what is missing of it. Needs the database to itself.</summary>
    internal static Task EnsureAsync(OutreachDb db, ILogger logger, CancellationToken cancellationToken) =>
        db.Engine == StorageEngine.Postgres ? OnPostgresAsync(db, logger, cancellationToken) : OnSqliteAsync(db, logger, cancellationToken);

    private static async Task OnSqliteAsync(OutreachDb db, ILogger logger, CancellationToken cancellationToken)
    {
        var parts = await db.Database.SqlQuery<string>($"""SELECT name AS "Value" FROM sqlite_schema WHERE name LIKE 'contact\_search%' ESCAPE '\' AND type = 'trigger' OR name = 'contact_search'""")
            .ToListAsync(cancellationToken);
        if (parts.Count == 4)
            return;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!parts.Contains("contact_search"))
            await db.Database.ExecuteSqlRawAsync(SqliteIndex, cancellationToken);
        await db.Database.ExecuteSqlRawAsync(SqliteTriggers, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.Made(logger);
    }

    // The extension pg_trgm is one that whoever may create something in the database may install, from PostgreSQL 13 on, where
    // the server has it. Without it everything works, and a search reads all contacts.
    private static async Task OnPostgresAsync(OutreachDb db, ILogger logger, CancellationToken cancellationToken)
    {
        if (await IsAsync(db, $"to_regclass('{PostgresIndex}') IS NOT NULL", cancellationToken))
            return;
        if (!await HasTrigramsAsync(db, cancellationToken) && await IsAsync(
            db,
            """
            has_database_privilege(current_database(), 'CREATE')
                AND EXISTS (SELECT 1 FROM pg_available_extension_versions WHERE name = 'pg_trgm' AND trusted)
            """,
            cancellationToken))
            await db.Database.ExecuteSqlRawAsync("CREATE EXTENSION IF NOT EXISTS pg_trgm", cancellationToken);
        if (!await HasTrigramsAsync(db, cancellationToken))
        {
            Log.SearchReadsAll(logger);
            return;
        }

        await db.Database.ExecuteSqlRawAsync(
            "CREATE INDEX IF NOT EXISTS " + PostgresIndex + " ON contacts USING gin (search_text gin_trgm_ops)", cancellationToken);
        Log.Made(logger);
    }

    private static Task<bool> HasTrigramsAsync(OutreachDb db, CancellationToken cancellationToken) =>
        IsAsync(db, "EXISTS (SELECT 1 FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid))", cancellationToken);

    private static Task<bool> IsAsync(OutreachDb db, string condition, CancellationToken cancellationToken)
    {
        var question = $"SELECT {condition} AS \"Value\"";
        return db.Database.SqlQueryRaw<bool>(question).SingleAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "PostgreSQL lacks pg_trgm here, so each search for contacts reads all of them. Have its administrator run CREATE EXTENSION pg_trgm in this database; the index is made at the next start.")]
        internal static partial void SearchReadsAll(ILogger logger);

        [LoggerMessage(Level = LogLevel.Information, Message = "Made the index by which contacts are found")]
        internal static partial void Made(ILogger logger);
    }
}
