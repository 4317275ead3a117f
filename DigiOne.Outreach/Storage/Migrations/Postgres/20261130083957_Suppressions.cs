using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigiOne.Outreach.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Suppressions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "by_hand_by",
                table: "suppressions",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "by_hand_note",
                table: "suppressions",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "by_hand_since",
                table: "suppressions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "by_hand_source",
                table: "suppressions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "complaint_by",
                table: "suppressions",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "complaint_note",
                table: "suppressions",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "complaint_since",
                table: "suppressions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "complaint_source",
                table: "suppressions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "hard_bounce_by",
                table: "suppressions",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "hard_bounce_note",
                table: "suppressions",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "hard_bounce_since",
                table: "suppressions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "hard_bounce_source",
                table: "suppressions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "unsubscribed_by",
                table: "suppressions",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "unsubscribed_note",
                table: "suppressions",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "unsubscribed_since",
                table: "suppressions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "unsubscribed_source",
                table: "suppressions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "normal_address",
                table: "deliveries",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "erased_addresses",
                columns: table => new
                {
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kept = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erased_addresses", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "erasure_receipts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    way = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    purged = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasure_receipts", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_normal_address",
                table: "deliveries",
                column: "normal_address",
                filter: "contact_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_erasure_receipts_at",
                table: "erasure_receipts",
                column: "at");

            // The date of what stood is known, not how it came.
            migrationBuilder.Sql(
                """
                UPDATE suppressions SET
                    hard_bounce_since = CASE WHEN reason = 'HardBounce' THEN created_at END, hard_bounce_source = CASE WHEN reason = 'HardBounce' THEN 'Unknown' END,
                    complaint_since = CASE WHEN reason = 'Complaint' THEN created_at END, complaint_source = CASE WHEN reason = 'Complaint' THEN 'Unknown' END,
                    unsubscribed_since = CASE WHEN reason = 'Unsubscribed' THEN created_at END, unsubscribed_source = CASE WHEN reason = 'Unsubscribed' THEN 'Link' END,
                    by_hand_since = CASE WHEN reason = 'ByHand' THEN created_at END, by_hand_source = CASE WHEN reason = 'ByHand' THEN 'Unknown' END
                """);
            migrationBuilder.Sql("UPDATE deliveries SET normal_address = lower(address) WHERE contact_id IS NULL");

            migrationBuilder.DropColumn(
                name: "created_at",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "suppressions");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "created_at",
                table: "suppressions",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "suppressions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            // One reason a row again: the one that kept most back.
            migrationBuilder.Sql(
                """
                UPDATE suppressions SET created_at = COALESCE(hard_bounce_since, by_hand_since, complaint_since, unsubscribed_since),
                    reason = CASE WHEN hard_bounce_since IS NOT NULL THEN 'HardBounce' WHEN by_hand_since IS NOT NULL THEN 'ByHand'
                        WHEN complaint_since IS NOT NULL THEN 'Complaint' ELSE 'Unsubscribed' END
                """);

            migrationBuilder.DropColumn(
                name: "by_hand_by",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "by_hand_note",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "by_hand_since",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "by_hand_source",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "complaint_by",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "complaint_note",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "complaint_since",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "complaint_source",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "hard_bounce_by",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "hard_bounce_note",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "hard_bounce_since",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "hard_bounce_source",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "unsubscribed_by",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "unsubscribed_note",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "unsubscribed_since",
                table: "suppressions");

            migrationBuilder.DropColumn(
                name: "unsubscribed_source",
                table: "suppressions");

            migrationBuilder.DropTable(
                name: "erased_addresses");

            migrationBuilder.DropTable(
                name: "erasure_receipts");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_normal_address",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "normal_address",
                table: "deliveries");
        }
    }
}
