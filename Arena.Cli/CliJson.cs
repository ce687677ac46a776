using System.Text.Json.Serialization;
using Arena.Core.Reports;

namespace Arena.Cli;

/// <summary>
/// The JSON documents that commands print. Serialization only: the metadata that reading would need is compiled anew at every
/// start, which costs more than a small fit.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true)]
[JsonSerializable(typeof(LeaderboardDocument))]
[JsonSerializable(typeof(CategoriesDocument))]
[JsonSerializable(typeof(ComparisonDocument))]
[JsonSerializable(typeof(CalibrationDocument))]
[JsonSerializable(typeof(BaselineDocument))]
[JsonSerializable(typeof(HybridDocument))]
[JsonSerializable(typeof(ImportDocument))]
[JsonSerializable(typeof(AgreementDocument))]
[JsonSerializable(typeof(AuditPlanDocument))]
[JsonSerializable(typeof(RewriteDocument))]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(RecordedAuditDocument))]
[JsonSerializable(typeof(SurrogateExplanationDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(JudgeDocument))]
[JsonSerializable(typeof(JudgesDocument))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(GenerateDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(DemoDocument))]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(ModelListDocument))]
[JsonSerializable(typeof(PullDocument))]
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(ReportWritten))]
[JsonSerializable(typeof(StoreCopyDocument))]
[JsonSerializable(typeof(SurrogateModelDocument))]
[JsonSerializable(typeof(SurrogateEvaluationDocument))]
[JsonSerializable(typeof(SurrogatePredictionDocument))]
internal sealed partial class CliJson : JsonSerializerContext;
