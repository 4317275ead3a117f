using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigiOne.Outreach.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DeliveriesByContact : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_address",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_mailing_id_contact_id",
                table: "deliveries");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_address",
                table: "deliveries",
                column: "address",
                filter: "contact_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_contact_id_mailing_id",
                table: "deliveries",
                columns: new[] { "contact_id", "mailing_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_address",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_contact_id_mailing_id",
                table: "deliveries");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_address",
                table: "deliveries",
                column: "address");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_mailing_id_contact_id",
                table: "deliveries",
                columns: new[] { "mailing_id", "contact_id" },
                unique: true);
        }
    }
}
