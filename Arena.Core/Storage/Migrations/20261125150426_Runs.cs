using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Arena.Core.Storage.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Runs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_superseded",
                table: "judgments",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<double>(
                name: "mass",
                table: "judgments",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "probabilities",
                table: "judgments",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "text",
                table: "judgments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "protocol",
                table: "judges",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "claims",
                columns: table => new
                {
                    prompt_id = table.Column<int>(type: "INTEGER", nullable: false),
                    judge_id = table.Column<int>(type: "INTEGER", nullable: false),
                    owner = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claims", x => new { x.prompt_id, x.judge_id });
                    table.ForeignKey(
                        name: "FK_claims_judges_judge_id",
                        column: x => x.judge_id,
                        principalTable: "judges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_claims_prompts_prompt_id",
                        column: x => x.prompt_id,
                        principalTable: "prompts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tournament_id = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "TEXT", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "TEXT", nullable: true),
                    file = table.Column<string>(type: "TEXT", nullable: false),
                    manifest = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_runs", x => x.id);
                    table.ForeignKey(
                        name: "FK_runs_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "claims");

            migrationBuilder.DropTable(
                name: "runs");

            migrationBuilder.DropColumn(
                name: "is_superseded",
                table: "judgments");

            migrationBuilder.DropColumn(
                name: "mass",
                table: "judgments");

            migrationBuilder.DropColumn(
                name: "probabilities",
                table: "judgments");

            migrationBuilder.DropColumn(
                name: "text",
                table: "judgments");

            migrationBuilder.DropColumn(
                name: "protocol",
                table: "judges");
        }
    }
}
