using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigiOne.Outreach.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Consent : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "descriptions",
                table: "lists",
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<bool>(
                name: "is_public",
                table: "lists",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "needs_confirmation",
                table: "lists",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "lists",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "attributes",
                table: "contacts",
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<long>(
                name: "paused_until",
                table: "contacts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "contacts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "consent_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    contact_id = table.Column<long>(type: "INTEGER", nullable: false),
                    list_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    act = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    way = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    wording_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    evidence = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_log", x => x.id);
                    table.ForeignKey(
                        name: "fk_consent_log_contact_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pending_subscriptions",
                columns: table => new
                {
                    contact_id = table.Column<long>(type: "INTEGER", nullable: false),
                    list_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_subscriptions", x => new { x.contact_id, x.list_id });
                    table.ForeignKey(
                        name: "fk_pending_subscriptions_contacts_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_pending_subscriptions_lists_list_id",
                        column: x => x.list_id,
                        principalTable: "lists",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "wordings",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    version = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wordings", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_consent_log_contact_id",
                table: "consent_log",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_pending_subscriptions_list_id",
                table: "pending_subscriptions",
                column: "list_id");

            migrationBuilder.CreateIndex(
                name: "ix_wordings_hash",
                table: "wordings",
                column: "hash",
                unique: true);

            // Only where the basis is consent: nobody confirms what a public task brings.
            migrationBuilder.Sql("UPDATE lists SET needs_confirmation = (legal_basis = 'Consent')");

            // What stood before the log was kept: the source and the leaving as the subscriptions have them.
            migrationBuilder.Sql(
                """
                INSERT INTO consent_log (contact_id, list_id, at, act, way, evidence)
                SELECT s.contact_id, s.list_id, s.subscribed_at, 'Subscribed', CASE s.source WHEN 'import' THEN 'Import' WHEN 'form' THEN 'Form' WHEN 'api' THEN 'Api' WHEN 'mail' THEN 'Mail' WHEN 'demo' THEN 'Demo' ELSE 'Unknown' END, json_object('source', s.source)
                FROM subscriptions s ORDER BY s.id
                """);
            migrationBuilder.Sql(
                """
                INSERT INTO consent_log (contact_id, list_id, at, act, way, evidence)
                SELECT s.contact_id, s.list_id, s.unsubscribed_at, 'Unsubscribed', CASE s.unsubscribed_by WHEN 'Link' THEN 'Link' WHEN 'OneClick' THEN 'OneClick' ELSE 'Unknown' END,
                CASE WHEN s.unsubscribed_from IS NOT NULL THEN json_object('mailing', lower(substr(hex(s.unsubscribed_from), 1, 8) || '-' || substr(hex(s.unsubscribed_from), 9, 4) || '-' || substr(hex(s.unsubscribed_from), 13, 4) || '-' || substr(hex(s.unsubscribed_from), 17, 4) || '-' || substr(hex(s.unsubscribed_from), 21, 12))) END
                FROM subscriptions s WHERE s.unsubscribed_at IS NOT NULL ORDER BY s.unsubscribed_at, s.id
                """);

            // The log is append-only in the database itself: no row and no wording changes, and a row goes only with its contact.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER consent_log_stays BEFORE UPDATE ON consent_log
                BEGIN SELECT RAISE(ABORT, 'The consent log is never changed.'); END;
                CREATE TRIGGER consent_log_is_kept BEFORE DELETE ON consent_log WHEN EXISTS (SELECT 1 FROM contacts WHERE id = OLD.contact_id)
                BEGIN SELECT RAISE(ABORT, 'The consent log goes only with its contact.'); END;
                CREATE TRIGGER wordings_stay BEFORE UPDATE ON wordings
                BEGIN SELECT RAISE(ABORT, 'A wording is never changed.'); END;
                CREATE TRIGGER wordings_are_kept BEFORE DELETE ON wordings
                BEGIN SELECT RAISE(ABORT, 'A wording is never deleted.'); END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "consent_log");

            migrationBuilder.DropTable(
                name: "pending_subscriptions");

            migrationBuilder.DropTable(
                name: "wordings");

            migrationBuilder.DropColumn(
                name: "descriptions",
                table: "lists");

            migrationBuilder.DropColumn(
                name: "is_public",
                table: "lists");

            migrationBuilder.DropColumn(
                name: "needs_confirmation",
                table: "lists");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "lists");

            migrationBuilder.DropColumn(
                name: "attributes",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "paused_until",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "contacts");
        }
    }
}
