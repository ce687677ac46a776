using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Arena.Bench.Models;

/// <summary><c>model</c>: a model of a stated size with random weights, for measurements of speed.</summary>
internal static class ModelCommand
{
    private const int BundledVocabulary = 640;

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR");
        var parameters = new Option<long>("--parameters")
        {
            Description = "About how many parameters, such as 200k, 100M or 1.5B.",
            DefaultValueFactory = _ => 100_000_000,
            CustomParser = Count,
        };
        var context = new Option<int>("--context") { DefaultValueFactory = _ => 4096 };
        var vocabulary = new Option<int>("--vocabulary")
        {
            Description = "Tokens; those beyond the bundled tokenizer's own occur in no text, but have their logits computed.",
            DefaultValueFactory = _ => BundledVocabulary,
        };
        vocabulary.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < BundledVocabulary)
            {
                result.AddError($"--vocabulary must be at least {BundledVocabulary}, the bundled tokenizer's own.");
            }
        });
        var format = new Option<string>("--format") { DefaultValueFactory = _ => "both" };
        format.AcceptOnlyFromAmong("onnx", "gguf", "both");
        var precision = new Option<ModelPrecision>("--precision")
        {
            Description = "How the ONNX file holds its weights: f32, f16, int8 or int4. GGUF is always f16.",
            DefaultValueFactory = _ => ModelPrecision.F32,
        };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("model", "Writes a Llama of a stated size with random weights, as a folder that an engine opens.")
        {
            folder, parameters, context, vocabulary, format, precision, seed,
        };
        command.SetAction(parsed =>
        {
            var shape = LlamaShape.Of(parsed.GetValue(parameters), parsed.GetValue(vocabulary), parsed.GetValue(context));
            var form = parsed.GetValue(format);
            ModelFolder.Write(
                parsed.GetValue(folder)!.FullName,
                new RandomLlama(shape, parsed.GetValue(seed)),
                onnx: form is "onnx" or "both",
                gguf: form is "gguf" or "both",
                parsed.GetValue(precision));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{shape.Parameters:N0} parameters: {shape.Layers} layers of width {shape.Width} (inner {shape.Inner}), {shape.Heads} heads on {shape.KeyHeads} key heads, {shape.Vocabulary} tokens, context {shape.Context}"));
        });
        return command;
    }

    private static long Count(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        var factor = char.ToUpperInvariant(text[^1]) switch
        {
            'K' => 1e3,
            'M' => 1e6,
            'B' => 1e9,
            _ => 1,
        };
        if (double.TryParse(factor > 1 ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return (long)(number * factor);
        }

        argument.AddError($"\"{text}\" is no number of parameters; write it like 200k, 100M or 1.5B.");
        return 0;
    }
}
