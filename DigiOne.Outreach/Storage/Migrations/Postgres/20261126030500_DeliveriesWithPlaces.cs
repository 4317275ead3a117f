using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigiOne.Outreach.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DeliveriesWithPlaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "placed_at",
                table: "deliveries",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "placed_at",
                table: "deliveries");
        }
    }
}
