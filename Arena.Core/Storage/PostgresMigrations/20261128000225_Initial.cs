using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Arena.Core.Storage.PostgresMigrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "arena");

            migrationBuilder.CreateTable(
                name: "judges",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    fingerprint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    protocol = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_judges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "texts",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_texts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tournaments",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tournaments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "contestants",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tournament_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contestants", x => x.id);
                    table.ForeignKey(
                        name: "FK_contestants_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalSchema: "arena",
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "fits",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tournament_id = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    model = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    parameters = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    seed = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    result = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fits", x => x.id);
                    table.ForeignKey(
                        name: "FK_fits_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalSchema: "arena",
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "labels",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tournament_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_labels", x => x.id);
                    table.ForeignKey(
                        name: "FK_labels_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalSchema: "arena",
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "prompts",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tournament_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    text_id = table.Column<int>(type: "integer", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    category = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    language = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_prompts", x => x.id);
                    table.ForeignKey(
                        name: "FK_prompts_texts_text_id",
                        column: x => x.text_id,
                        principalSchema: "arena",
                        principalTable: "texts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_prompts_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalSchema: "arena",
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "runs",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tournament_id = table.Column<int>(type: "integer", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    file = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    manifest = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_runs", x => x.id);
                    table.ForeignKey(
                        name: "FK_runs_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalSchema: "arena",
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "votes",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tournament_id = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<byte[]>(type: "bytea", nullable: false),
                    first_id = table.Column<int>(type: "integer", nullable: false),
                    second_id = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<double>(type: "double precision", nullable: false),
                    weight = table.Column<double>(type: "double precision", nullable: false),
                    cluster_id = table.Column<int>(type: "integer", nullable: true),
                    category_id = table.Column<int>(type: "integer", nullable: true),
                    worker_id = table.Column<int>(type: "integer", nullable: true),
                    judge_id = table.Column<int>(type: "integer", nullable: true),
                    style_names_id = table.Column<int>(type: "integer", nullable: true),
                    styles = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    is_both_bad = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_votes", x => x.id);
                    table.ForeignKey(
                        name: "FK_votes_contestants_first_id",
                        column: x => x.first_id,
                        principalSchema: "arena",
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_contestants_second_id",
                        column: x => x.second_id,
                        principalSchema: "arena",
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_judges_judge_id",
                        column: x => x.judge_id,
                        principalSchema: "arena",
                        principalTable: "judges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_labels_category_id",
                        column: x => x.category_id,
                        principalSchema: "arena",
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_labels_cluster_id",
                        column: x => x.cluster_id,
                        principalSchema: "arena",
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_labels_style_names_id",
                        column: x => x.style_names_id,
                        principalSchema: "arena",
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_labels_worker_id",
                        column: x => x.worker_id,
                        principalSchema: "arena",
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_votes_tournaments_tournament_id",
                        column: x => x.tournament_id,
                        principalSchema: "arena",
                        principalTable: "tournaments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "claims",
                schema: "arena",
                columns: table => new
                {
                    prompt_id = table.Column<int>(type: "integer", nullable: false),
                    judge_id = table.Column<int>(type: "integer", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claims", x => new { x.prompt_id, x.judge_id });
                    table.ForeignKey(
                        name: "FK_claims_judges_judge_id",
                        column: x => x.judge_id,
                        principalSchema: "arena",
                        principalTable: "judges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_claims_prompts_prompt_id",
                        column: x => x.prompt_id,
                        principalSchema: "arena",
                        principalTable: "prompts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "judgments",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    prompt_id = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<byte[]>(type: "bytea", nullable: false),
                    judge_id = table.Column<int>(type: "integer", nullable: false),
                    first_id = table.Column<int>(type: "integer", nullable: false),
                    second_id = table.Column<int>(type: "integer", nullable: true),
                    turn = table.Column<int>(type: "integer", nullable: false),
                    repeat = table.Column<int>(type: "integer", nullable: false),
                    is_order_known = table.Column<bool>(type: "boolean", nullable: false),
                    verdict = table.Column<int>(type: "integer", nullable: false),
                    first_win_probability = table.Column<double>(type: "double precision", nullable: true),
                    score = table.Column<double>(type: "double precision", nullable: true),
                    weight = table.Column<double>(type: "double precision", nullable: false),
                    failure_reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    tokens = table.Column<int>(type: "integer", nullable: true),
                    seconds = table.Column<double>(type: "double precision", nullable: true),
                    probabilities = table.Column<byte[]>(type: "bytea", nullable: true),
                    mass = table.Column<double>(type: "double precision", nullable: true),
                    text = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    is_superseded = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_judgments", x => x.id);
                    table.ForeignKey(
                        name: "FK_judgments_contestants_first_id",
                        column: x => x.first_id,
                        principalSchema: "arena",
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_judgments_contestants_second_id",
                        column: x => x.second_id,
                        principalSchema: "arena",
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_judgments_judges_judge_id",
                        column: x => x.judge_id,
                        principalSchema: "arena",
                        principalTable: "judges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_judgments_prompts_prompt_id",
                        column: x => x.prompt_id,
                        principalSchema: "arena",
                        principalTable: "prompts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "responses",
                schema: "arena",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    prompt_id = table.Column<int>(type: "integer", nullable: false),
                    contestant_id = table.Column<int>(type: "integer", nullable: false),
                    text_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_responses", x => x.id);
                    table.ForeignKey(
                        name: "FK_responses_contestants_contestant_id",
                        column: x => x.contestant_id,
                        principalSchema: "arena",
                        principalTable: "contestants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_responses_prompts_prompt_id",
                        column: x => x.prompt_id,
                        principalSchema: "arena",
                        principalTable: "prompts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_responses_texts_text_id",
                        column: x => x.text_id,
                        principalSchema: "arena",
                        principalTable: "texts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_contestants_tournament_id_name",
                schema: "arena",
                table: "contestants",
                columns: new[] { "tournament_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_judges_fingerprint",
                schema: "arena",
                table: "judges",
                column: "fingerprint",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_judgments_prompt_id_key",
                schema: "arena",
                table: "judgments",
                columns: new[] { "prompt_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_labels_tournament_id_name",
                schema: "arena",
                table: "labels",
                columns: new[] { "tournament_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_prompts_tournament_id_name",
                schema: "arena",
                table: "prompts",
                columns: new[] { "tournament_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_responses_prompt_id_contestant_id",
                schema: "arena",
                table: "responses",
                columns: new[] { "prompt_id", "contestant_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_texts_hash",
                schema: "arena",
                table: "texts",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tournaments_name",
                schema: "arena",
                table: "tournaments",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_votes_tournament_id",
                schema: "arena",
                table: "votes",
                column: "tournament_id");

            migrationBuilder.CreateIndex(
                name: "IX_votes_tournament_id_key",
                schema: "arena",
                table: "votes",
                columns: new[] { "tournament_id", "key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "claims",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "fits",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "judgments",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "responses",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "runs",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "votes",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "prompts",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "contestants",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "judges",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "labels",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "texts",
                schema: "arena");

            migrationBuilder.DropTable(
                name: "tournaments",
                schema: "arena");
        }
    }
}
