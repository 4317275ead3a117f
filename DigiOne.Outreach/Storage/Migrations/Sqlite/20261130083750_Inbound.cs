using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigiOne.Outreach.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Inbound : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "feedback",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    delivery_id = table.Column<long>(type: "INTEGER", nullable: false),
                    mailing_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contact_id = table.Column<long>(type: "INTEGER", nullable: true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    permanence = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    diagnostic = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    paused_until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedback", x => x.id);
                    table.ForeignKey(
                        name: "fk_feedback_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalTable: "deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "inbound_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    source = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    validity = table.Column<long>(type: "INTEGER", nullable: true),
                    uid = table.Column<long>(type: "INTEGER", nullable: true),
                    event_id = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    is_for_person = table.Column<bool>(type: "INTEGER", nullable: false),
                    from = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 20000, nullable: false),
                    delivery_id = table.Column<long>(type: "INTEGER", nullable: true),
                    is_proven = table.Column<bool>(type: "INTEGER", nullable: false),
                    contact_id = table.Column<long>(type: "INTEGER", nullable: true),
                    recipients = table.Column<string>(type: "TEXT", nullable: false),
                    quarantine = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    forward_to = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    forwarded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    put_away_at = table.Column<long>(type: "INTEGER", nullable: true),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: true),
                    handled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    handled_by = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbound_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mailbox_readers",
                columns: table => new
                {
                    source = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    holder = table.Column<byte[]>(type: "BLOB", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mailbox_readers", x => x.source);
                });

            migrationBuilder.CreateIndex(
                name: "ix_feedback_contact_id",
                table: "feedback",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_feedback_delivery_id",
                table: "feedback",
                column: "delivery_id");

            migrationBuilder.CreateIndex(
                name: "ix_feedback_mailing_id_kind",
                table: "feedback",
                columns: new[] { "mailing_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_inbound_messages_contact_id",
                table: "inbound_messages",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbound_messages_delivery_id",
                table: "inbound_messages",
                column: "delivery_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbound_messages_for_person",
                table: "inbound_messages",
                column: "id",
                filter: "is_for_person");

            migrationBuilder.CreateIndex(
                name: "ix_inbound_messages_hash",
                table: "inbound_messages",
                column: "hash");

            migrationBuilder.CreateIndex(
                name: "ix_inbound_messages_not_put_away",
                table: "inbound_messages",
                columns: new[] { "source", "validity" },
                filter: "put_away_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_inbound_messages_source_event_id",
                table: "inbound_messages",
                columns: new[] { "source", "event_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbound_messages_source_validity_uid",
                table: "inbound_messages",
                columns: new[] { "source", "validity", "uid" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "feedback");

            migrationBuilder.DropTable(
                name: "inbound_messages");

            migrationBuilder.DropTable(
                name: "mailbox_readers");
        }
    }
}
