using System.Text.Json;
using System.Text.RegularExpressions;
using Arena.Judges.Chat;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Tokenizers;

namespace Arena.Tests.Judges;

/// <summary>A bundled judge through plain ONNX Runtime, one thread: what the files hold, with no engine of ours between.</summary>
internal sealed class BundledJudge : IDisposable
{
    private readonly InferenceSession _session;
    private readonly BpeTokenizer _trusted;
    private readonly BpeTokenizer _plain;
    private readonly HashSet<int> _special;
    private readonly int _layers;
    private readonly long _keyHeads;
    private readonly long _headSize;
    private readonly int _vocabulary;

    public BundledJudge(string name)
    {
        var folder = FolderOf(name);
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(Path.Combine(folder, "model.onnx"), options);
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        _layers = config.RootElement.GetProperty("num_hidden_layers").GetInt32();
        _keyHeads = config.RootElement.GetProperty("num_key_value_heads").GetInt64();
        _headSize = config.RootElement.GetProperty("head_dim").GetInt64();
        _vocabulary = config.RootElement.GetProperty("vocab_size").GetInt32();
        using var tokenizer = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer.json")));
        _special = [.. tokenizer.RootElement.GetProperty("added_tokens").EnumerateArray().Select(token => token.GetProperty("id").GetInt32())];
        _trusted = Tokenizer(tokenizer.RootElement, recognisesSpecial: true);
        _plain = Tokenizer(tokenizer.RootElement, recognisesSpecial: false);
    }

    public static TheoryData<string> Names => ["tiny-fair", "tiny-biased"];

    public static string FolderOf(string name) => Repository.PathOf("data", "judges", name);

    public void Dispose() => _session.Dispose();

    /// <summary>Tokens of a prompt in segments; special tokens count in the first and the last only.</summary>
    public int[] Encode(IReadOnlyList<string> segments) =>
        [.. segments.SelectMany((segment, i) => (i == 0 || i == segments.Count - 1 ? _trusted : _plain).EncodeToIds(segment))];

    /// <summary>Tokens of a rendered chat; special tokens count in its markup only.</summary>
    public int[] Encode(IReadOnlyList<PromptPiece> pieces) =>
        [.. pieces.SelectMany(piece => (piece.IsMarkup ? _trusted : _plain).EncodeToIds(piece.Text))];

    /// <summary>What a token stands for; null for those that end an answer.</summary>
    public string? TextOf(int token) => _special.Contains(token) ? null : _plain.Decode([token]);

    /// <summary>What all tokens stand for that do not end an answer.</summary>
    public IEnumerable<string> Texts => Enumerable.Range(0, _vocabulary).Select(TextOf).OfType<string>();

    public int TokenOf(string candidate) => Assert.Single(_plain.EncodeToIds(candidate));

    /// <summary>Log-probabilities of the next token, for every position of the prompt.</summary>
    public double[][] Score(IReadOnlyList<int> tokens) => Score(tokens, tokens.Count);

    /// <summary>Processor time of one call for the tokens, averaged over many, so that other work on the machine does not speak.</summary>
    public TimeSpan CostOf(IReadOnlyList<int> tokens, int calls)
    {
        var inputs = Inputs(tokens, 0, tokens.Count, []);
        using var run = new RunOptions();
        var began = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < calls; i++)
        {
            using var results = _session.Run(run, inputs, ["logits"]);
        }

        var spent = Environment.CpuUsage.TotalTime - began;
        Release(inputs);
        return spent / calls;
    }

    /// <summary>The same in two calls, the second with the keys and values of the first.</summary>
    public double[][] Score(IReadOnlyList<int> tokens, int firstPart)
    {
        var result = new List<double[]>();
        var past = new Dictionary<string, (float[] Data, long[] Shape)>();
        foreach (var (from, to) in firstPart < tokens.Count ? [(0, firstPart), (firstPart, tokens.Count)] : new[] { (0, tokens.Count) })
        {
            var length = to - from;
            var inputs = Inputs(tokens, from, to, past);
            string[] outputs = ["logits", .. CacheNames().Select(PresentOf)];
            using var run = new RunOptions();
            using var results = _session.Run(run, inputs, outputs);
            var logits = results[0].GetTensorDataAsSpan<float>();
            for (var i = 0; i < length; i++)
            {
                result.Add(LogSoftmax(logits.Slice(i * _vocabulary, _vocabulary)));
            }

            foreach (var (name, value) in CacheNames().Zip(results.Skip(1)))
            {
                past[name] = (value.GetTensorDataAsSpan<float>().ToArray(), value.GetTensorTypeAndShape().Shape);
            }

            Release(inputs);
        }

        return [.. result];
    }

    private static void Release(Dictionary<string, OrtValue> inputs)
    {
        foreach (var value in inputs.Values)
        {
            value.Dispose();
        }
    }

    private static string PresentOf(string past) => past.Replace("past_key_values", "present", StringComparison.Ordinal);

    private static OrtValue Integers(IEnumerable<long> values)
    {
        var array = values.ToArray();
        return OrtValue.CreateTensorValueFromMemory(array, [1, array.Length]);
    }

    private static double[] LogSoftmax(ReadOnlySpan<float> logits)
    {
        var highest = double.NegativeInfinity;
        foreach (var logit in logits)
        {
            highest = Math.Max(highest, logit);
        }

        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - highest);
        }

        var result = new double[logits.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = logits[i] - highest - Math.Log(sum);
        }

        return result;
    }

    private Dictionary<string, OrtValue> Inputs(IReadOnlyList<int> tokens, int from, int to, Dictionary<string, (float[] Data, long[] Shape)> past)
    {
        var inputs = new Dictionary<string, OrtValue>
        {
            ["input_ids"] = Integers(tokens.Skip(from).Take(to - from).Select(token => (long)token)),
            ["attention_mask"] = Integers(Enumerable.Repeat(1L, to)),
            ["position_ids"] = Integers(Enumerable.Range(from, to - from).Select(position => (long)position)),
        };
        foreach (var name in CacheNames())
        {
            var (data, shape) = past.GetValueOrDefault(name, ([], [1, _keyHeads, 0, _headSize]));
            inputs[name] = OrtValue.CreateTensorValueFromMemory(data, shape);
        }

        return inputs;
    }

    private IEnumerable<string> CacheNames() =>
        Enumerable.Range(0, _layers).SelectMany(layer => new[] { $"past_key_values.{layer}.key", $"past_key_values.{layer}.value" });

    private static BpeTokenizer Tokenizer(JsonElement json, bool recognisesSpecial)
    {
        var model = json.GetProperty("model");
        var special = json.GetProperty("added_tokens").EnumerateArray().ToDictionary(
            token => token.GetProperty("content").GetString()!,
            token => token.GetProperty("id").GetInt32());
        var pattern = json.GetProperty("pre_tokenizer").GetProperty("pretokenizers")[0].GetProperty("pattern").GetProperty("Regex").GetString()!;
        return BpeTokenizer.Create(
            new BpeOptions(model.GetProperty("vocab").EnumerateObject().Select(token => KeyValuePair.Create(token.Name, token.Value.GetInt32())))
            {
                Merges = model.GetProperty("merges").EnumerateArray().Select(merge => merge.GetString()!),
                ByteLevel = true,
                PreTokenizer = new RegexPreTokenizer(new Regex(pattern, RegexOptions.CultureInvariant), recognisesSpecial ? special : null),
                SpecialTokens = recognisesSpecial ? special : null,
            });
    }
}
