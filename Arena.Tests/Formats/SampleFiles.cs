namespace Arena.Tests.Formats;

/// <summary>Small files in the published forms, so that tests run where the real data are not.</summary>
internal static class SampleFiles
{
    public const string AlpacaPreferences =
        """
        [
          {"instruction":"Say hi.","dataset":"helpful","output_1":"Hi.","generator_1":"gpt","output_2":"hi","generator_2":"model",
           "annotator":"judge","preference":1.25,"time_per_example":0.25,"raw_completion":{"logprobs":{"content":[{"token":"m"}]}}},
          {"instruction":"Say ho.","output_2":"ho","generator_1":"gpt","generator_2":"model","annotator":"judge","preference":2},
          {"instruction":"Tie.","output_2":"t","generator_1":"gpt","generator_2":"model","annotator":"judge","preference":1.5},
          {"instruction":"Fail.","output_2":"f","generator_1":"gpt","generator_2":"model","annotator":"judge","preference":null},
          {"instruction":"Self.","output_2":"s","generator_1":"gpt","generator_2":"gpt","annotator":"judge","preference":1.5}
        ]
        """;

    public const string MtQuestions =
        """
        {"question_id":81,"category":"writing","turns":["one","two"]}
        {"question_id":82,"category":"math","turns":["1+1","+1"],"reference":["r1","r2"]}
        """;

    public const string MtAnswers =
        """
        {"question_id":81,"answer_id":"x","model_id":"m","choices":[{"index":0,"turns":["a","b"]}],"tstamp":1.5}
        """;

    public const string MtPairs =
        """
        {"question_id":81,"model_1":"a","model_2":"b","g1_winner":"model_1","g2_winner":"model_1","judge":["gpt-4","pair-v2"],"turn":1,"tstamp":1}
        {"question_id":81,"model_1":"a","model_2":"b","g1_winner":"model_2","g2_winner":"tie","judge":["gpt-4","pair-v2-multi-turn"],"turn":2}
        {"question_id":82,"model_1":"a","model_2":"b","g1_winner":"error","g2_winner":"model_2","judge":["gpt-4","pair-math-v1"],"turn":2}
        """;

    public const string MtSingles =
        """
        {"question_id":81,"model":"a","judge":["gpt-4","single-v1"],"user_prompt":"","judgment":"","score":7.5,"turn":1}
        {"question_id":81,"model":"a","judge":["gpt-4","single-v1-multi-turn"],"judgment":"","score":-1,"turn":2}
        """;

    public const string HardJudgments =
        """
        {"uid":"u1","category":"c","judge":"j","model":"m","baseline":"base","games":[{"score":"B>>A","judgment":{}},{"score":"A>B"}]}
        {"uid":"u2","category":"c","judge":"j","model":"m","baseline":"base","games":[{"score":"A=B"},{"score":null}]}
        {"uid":"u3","category":"c","judge":"j","model":"m","baseline":"base","games":[{"score":"B<<A"},null]}
        {"question_id":"u4","model":"m","judge":"j","games":[{"user_prompt":"","judgment":"","score":"A>B"},{"score":"B>A"}]}
        """;

    public const string MiragePrompts =
        """
        {"query_id":"7#0","prompt":"You answer in English.\n\nQuestion: Where is Lima?\n\nContexts:\n[12#1] Lima is in Peru.\n[9#0] Quito is high.\n\nInstruction: Cite passages.","positive_ids":["12#1"],"negative_ids":["9#0"]}
        {"query_id":8,"prompt":"Question: And Oslo?\n\nContexts:\n[3] Oslo.","positive_ids":["3"],"negative_ids":[]}
        """;

    public const string MirageOutputs =
        """
        {"query_id":"7#0","outputs":[{"model":"m","output":"##Reason: [12#1] says so.\n##Answer: In Peru."},{"model":"n","output":"##Answer: Here."}]}
        """;

    public const string MirageJudgments =
        """
        {"query_id":"7#0","judge":"gpt-4o","model_A":"m","model_B":"n","output":"[[A]]","verdict":"A"}
        {"query_id":"7#0","judge":"gpt-4o","model_A":"n","model_B":"o","output":"[[C]]","verdict":"Tie"}
        {"query_id":"7#0","judge":"gpt-4o","model_A":"o","model_B":"m","output":"","verdict":null}
        {"query_id":"7#0","judge":"gpt-4o","model_A":"p","model_B":"m","output":"","verdict":"C"}
        {"query_id":"7#0","judge":"gpt-4o","model_A":"m","model_B":"m","output":"","verdict":"Tie"}
        """;

    public const string LlmBar =
        """
        [{"input":"q","output_1":"right","output_2":"wrong","label":1},
         {"input":"q","output_1":"wrong","output_2":"right","label":2}]
        """;

    public const string LlmBarVerdicts =
        """
        subset,item,gold,judge,strategy,winner_forward,winner_reversed,score_1,score_2
        Natural,0,1,ChatGPT,Vanilla,1,2,,
        Natural,1,2,ChatGPT,Vanilla,2,,,

        """;

    public const string PandaTestSet =
        """
        [{"idx":0,"motivation_app":"Mail","cmp_key":"x_y","instruction":"do","input":"this","response1":"1","response2":"2",
          "annotator1":1,"annotator2":2,"annotator3":0},
         {"idx":1,"motivation_app":"Mail","cmp_key":"x_z","instruction":"do","input":"this","response1":"1","response2":"3","annotator1":1},
         {"idx":2,"motivation_app":"Mail","cmp_key":"x_y","instruction":"do","input":"this","response1":"other","response2":"2","annotator1":1},
         {"idx":3,"cmp_key":"y_z","instruction":"do","input":"","response1":true,"response2":"3","annotator1":0}]
        """;

    public const string PandaVerdicts =
        """
        [{"idx":0,"gpt_result":"1","gpt_reason":"r"},{"idx":1,"gpt_result":"Tie"},{"idx":2,"gpt_result":2},{"idx":3,"gpt_result":"garbage"}]
        """;

    /// <summary>A file of each form, by name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["preferences.json"] = AlpacaPreferences,
        ["question.jsonl"] = MtQuestions,
        ["model_answer/m.jsonl"] = MtAnswers,
        ["gpt-4_pair.jsonl"] = MtPairs,
        ["gpt-4_single.jsonl"] = MtSingles,
        ["hard/j.jsonl"] = HardJudgments,
        ["Natural/dataset.json"] = LlmBar,
        ["mirage/prompts.jsonl"] = MiragePrompts,
        ["mirage/outputs.jsonl"] = MirageOutputs,
        ["mirage/judgments.jsonl"] = MirageJudgments,
        ["pandalm/testset-v1.json"] = PandaTestSet,
    };
}
