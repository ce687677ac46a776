using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Arena.Core.Storage.Migrations
{
    /// <inheritdoc />
    internal sealed partial class VoteLabels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_both_bad",
                table: "votes",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "is_both_bad",
                table: "votes");
        }
    }
}
