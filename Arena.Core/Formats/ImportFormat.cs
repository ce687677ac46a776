namespace Arena.Core.Formats;

/// <summary>The published forms of benchmark files that can be imported.</summary>
public enum ImportFormat
{
    /// <summary>Found out from each file's content.</summary>
    Auto = 0,

    /// <summary>Recorded battles: CSV, JSONL or Parquet.</summary>
    Battles = 1,

    /// <summary>AlpacaEval: model outputs, and a judge's preferences against a baseline.</summary>
    AlpacaEval = 2,

    /// <summary>MT-bench as FastChat writes it: questions, answers, reference answers, judgments of pairs and of single answers.</summary>
    MtBench = 3,

    /// <summary>Arena-Hard 0.1 and 2.0: questions, answers and judgments with five-level labels.</summary>
    ArenaHard = 4,

    /// <summary>LLMBar: pairs with a gold label, and judges' recorded verdicts on them.</summary>
    LlmBar = 5,

    /// <summary>PandaLM: pairs with the votes of three annotators, and judges' verdicts on them.</summary>
    PandaLm = 6,

    /// <summary>The arena's own: prompts and responses, a JSON object each.</summary>
    Arena = 7,

    /// <summary>MIRAGE-Bench: prompts with passages, outputs of models, and pairwise judgments.</summary>
    Mirage = 8,
}
