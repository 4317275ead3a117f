using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigiOne.Outreach.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ContactSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // As SQLite's index folds texts: small letters, without their marks. What a locale does not know of capitals stands in the list;
            // a text of ASCII, as most addresses are, needs none of it.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION fold_text(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
                $$ SELECT CASE WHEN octet_length(value) = length(value) THEN lower(value) ELSE translate(lower(value),
                    'äåöéüšžàáâãçèêëìíîïñòóôõùúûýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşţťũūŭůűųŵŷźżǧǩǎșțÄÅÖ',
                    'aaoeuszaaaaceeeiiiinoooouuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrsssttuuuuuuwyzzgkastaao') END $$;
                """);

            // Kept by the database, whoever writes; stored, because a search compares it with thousands of rows.
            migrationBuilder.Sql(
                """
                ALTER TABLE contacts ADD COLUMN search_text text NOT NULL
                GENERATED ALWAYS AS (E'\n\n' || fold_text(address) || E'\n\n' || fold_text(name) || E'\n\n' || fold_text(organisation)) STORED
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE contacts DROP COLUMN search_text; DROP FUNCTION fold_text;");
        }
    }
}
