using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigiOne.Outreach.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DeliveriesByQueue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // By hand: the model keeps the relation, by which rows are inserted in order, and PostgreSQL need not look the mailing
            // up for each of a million.
            migrationBuilder.DropForeignKey(
                name: "fk_deliveries_mailing_mailing_id",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_mailing_id_state_next_attempt_at",
                table: "deliveries");

            migrationBuilder.AddColumn<string>(
                name: "queue",
                table: "deliveries",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                computedColumnSql: "CASE WHEN state <> 'Sending' THEN state WHEN last_reply IS NULL THEN 'Waiting' ELSE 'Deferred' END",
                stored: true);

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

            migrationBuilder.DropColumn(
                name: "queue",
                table: "deliveries");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_mailing_id_state_next_attempt_at",
                table: "deliveries",
                columns: new[] { "mailing_id", "state", "next_attempt_at" });

            migrationBuilder.AddForeignKey(
                name: "fk_deliveries_mailing_mailing_id",
                table: "deliveries",
                column: "mailing_id",
                principalTable: "mailings",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
