using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Arena.Core.Storage.PostgresMigrations
{
    /// <inheritdoc />
    internal sealed partial class WinMatrix : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "has_win_matrix",
                schema: "arena",
                table: "tournaments",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "win_matrix",
                schema: "arena",
                columns: table => new
                {
                    tournament_id = table.Column<int>(type: "integer", nullable: false),
                    judge_id = table.Column<int>(type: "integer", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    first_id = table.Column<int>(type: "integer", nullable: false),
                    second_id = table.Column<int>(type: "integer", nullable: false),
                    battles = table.Column<long>(type: "bigint", nullable: false),
                    wins = table.Column<long>(type: "bigint", nullable: false),
                    losses = table.Column<long>(type: "bigint", nullable: false),
                    soft = table.Column<long>(type: "bigint", nullable: false),
                    won_low = table.Column<long>(type: "bigint", nullable: false),
                    won_middle = table.Column<long>(type: "bigint", nullable: false),
                    won_high = table.Column<long>(type: "bigint", nullable: false),
                    tied_low = table.Column<long>(type: "bigint", nullable: false),
                    tied_middle = table.Column<long>(type: "bigint", nullable: false),
                    tied_high = table.Column<long>(type: "bigint", nullable: false),
                    lost_low = table.Column<long>(type: "bigint", nullable: false),
                    lost_middle = table.Column<long>(type: "bigint", nullable: false),
                    lost_high = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_win_matrix", x => new { x.tournament_id, x.judge_id, x.category, x.first_id, x.second_id });
                    table.ForeignKey(
                        name: "FK_win_matrix_contestants_first_id",
                        column: x => x.first_id,
                        principalSchema: "arena",
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_win_matrix_contestants_second_id",
                        column: x => x.second_id,
                        principalSchema: "arena",
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_win_matrix_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalSchema: "arena",
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "win_matrix",
                schema: "arena");

            migrationBuilder.DropColumn(
                name: "has_win_matrix",
                schema: "arena",
                table: "tournaments");
        }
    }
}
