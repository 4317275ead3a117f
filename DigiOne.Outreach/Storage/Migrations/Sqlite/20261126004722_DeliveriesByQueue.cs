using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigiOne.Outreach.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DeliveriesByQueue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_mailing_id_state_next_attempt_at",
                table: "deliveries");

            // By hand, because EF Core would store it, and copy the table for that outside a transaction.
            migrationBuilder.Sql(
                """
                ALTER TABLE deliveries ADD COLUMN queue TEXT NOT NULL
                    GENERATED ALWAYS AS (CASE WHEN state <> 'Sending' THEN state WHEN last_reply IS NULL THEN 'Waiting' ELSE 'Deferred' END) VIRTUAL
                """);

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_mailing_id_queue_next_attempt_at",
                table: "deliveries",
                columns: new[] { "mailing_id", "queue", "next_attempt_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_mailing_id_queue_next_attempt_at",
                table: "deliveries");

            migrationBuilder.Sql("ALTER TABLE deliveries DROP COLUMN queue");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_mailing_id_state_next_attempt_at",
                table: "deliveries",
                columns: new[] { "mailing_id", "state", "next_attempt_at" });
        }
    }
}
