using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Arena.Core.Storage.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "judges",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    fingerprint = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_judges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "texts",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_texts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tournaments",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tournaments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "contestants",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tournament_id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contestants", x => x.id);
                    table.ForeignKey(
                        name: "FK_contestants_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "fits",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tournament_id = table.Column<int>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    parameters = table.Column<string>(type: "TEXT", nullable: false),
                    seed = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "TEXT", nullable: false),
                    result = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fits", x => x.id);
                    table.ForeignKey(
                        name: "FK_fits_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "labels",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tournament_id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_labels", x => x.id);
                    table.ForeignKey(
                        name: "FK_labels_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "prompts",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tournament_id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    text_id = table.Column<int>(type: "INTEGER", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: true),
                    category = table.Column<string>(type: "TEXT", nullable: true),
                    language = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_prompts", x => x.id);
                    table.ForeignKey(
                        name: "FK_prompts_texts_text_id",
                        column: x => x.text_id,
                        principalTable: "texts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_prompts_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "votes",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tournament_id = table.Column<int>(type: "INTEGER", nullable: false),
                    key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    first_id = table.Column<int>(type: "INTEGER", nullable: false),
                    second_id = table.Column<int>(type: "INTEGER", nullable: false),
                    outcome = table.Column<double>(type: "REAL", nullable: false),
                    weight = table.Column<double>(type: "REAL", nullable: false),
                    cluster_id = table.Column<int>(type: "INTEGER", nullable: true),
                    category_id = table.Column<int>(type: "INTEGER", nullable: true),
                    worker_id = table.Column<int>(type: "INTEGER", nullable: true),
                    judge_id = table.Column<int>(type: "INTEGER", nullable: true),
                    style_names_id = table.Column<int>(type: "INTEGER", nullable: true),
                    styles = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_votes", x => x.id);
                    table.ForeignKey(
                        name: "FK_votes_contestants_first_id",
                        column: x => x.first_id,
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_contestants_second_id",
                        column: x => x.second_id,
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_judges_judge_id",
                        column: x => x.judge_id,
                        principalTable: "judges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_labels_category_id",
                        column: x => x.category_id,
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_labels_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_labels_style_names_id",
                        column: x => x.style_names_id,
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_labels_worker_id",
                        column: x => x.worker_id,
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "judgments",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    prompt_id = table.Column<int>(type: "INTEGER", nullable: false),
                    key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    judge_id = table.Column<int>(type: "INTEGER", nullable: false),
                    first_id = table.Column<int>(type: "INTEGER", nullable: false),
                    second_id = table.Column<int>(type: "INTEGER", nullable: true),
                    turn = table.Column<int>(type: "INTEGER", nullable: false),
                    repeat = table.Column<int>(type: "INTEGER", nullable: false),
                    is_order_known = table.Column<bool>(type: "INTEGER", nullable: false),
                    verdict = table.Column<int>(type: "INTEGER", nullable: false),
                    first_win_probability = table.Column<double>(type: "REAL", nullable: true),
                    score = table.Column<double>(type: "REAL", nullable: true),
                    weight = table.Column<double>(type: "REAL", nullable: false),
                    failure_reason = table.Column<string>(type: "TEXT", nullable: true),
                    tokens = table.Column<int>(type: "INTEGER", nullable: true),
                    seconds = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_judgments", x => x.id);
                    table.ForeignKey(
                        name: "FK_judgments_contestants_first_id",
                        column: x => x.first_id,
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_judgments_contestants_second_id",
                        column: x => x.second_id,
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_judgments_judges_judge_id",
                        column: x => x.judge_id,
                        principalTable: "judges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_judgments_prompts_prompt_id",
                        column: x => x.prompt_id,
                        principalTable: "prompts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "responses",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    prompt_id = table.Column<int>(type: "INTEGER", nullable: false),
                    contestant_id = table.Column<int>(type: "INTEGER", nullable: false),
                    text_id = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_responses", x => x.id);
                    table.ForeignKey(
                        name: "FK_responses_contestants_contestant_id",
                        column: x => x.contestant_id,
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_responses_prompts_prompt_id",
                        column: x => x.prompt_id,
                        principalTable: "prompts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_responses_texts_text_id",
                        column: x => x.text_id,
                        principalTable: "texts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_contestants_tournament_id_name",
                table: "contestants",
                columns: new[] { "tournament_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_judges_fingerprint",
                table: "judges",
                column: "fingerprint",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_judgments_prompt_id_key",
                table: "judgments",
                columns: new[] { "prompt_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_labels_tournament_id_name",
                table: "labels",
                columns: new[] { "tournament_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_prompts_tournament_id_name",
                table: "prompts",
                columns: new[] { "tournament_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_responses_prompt_id_contestant_id",
                table: "responses",
                columns: new[] { "prompt_id", "contestant_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_texts_hash",
                table: "texts",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tournaments_name",
                table: "tournaments",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_votes_tournament_id",
                table: "votes",
                column: "tournament_id");

            migrationBuilder.CreateIndex(
                name: "IX_votes_tournament_id_key",
                table: "votes",
                columns: new[] { "tournament_id", "key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "fits");

            migrationBuilder.DropTable(
                name: "judgments");

            migrationBuilder.DropTable(
                name: "responses");

            migrationBuilder.DropTable(
                name: "votes");

            migrationBuilder.DropTable(
                name: "prompts");

            migrationBuilder.DropTable(
                name: "contestants");

            migrationBuilder.DropTable(
                name: "judges");

            migrationBuilder.DropTable(
                name: "labels");

            migrationBuilder.DropTable(
                name: "texts");

            migrationBuilder.DropTable(
                name: "tournaments");
        }
    }
}
