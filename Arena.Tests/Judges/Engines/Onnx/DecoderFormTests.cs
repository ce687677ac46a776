using Arena.Judges.Engines.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Arena.Tests.Judges.Engines.Onnx;

public sealed class DecoderFormTests
{
    private const TensorElementType F16 = TensorElementType.Float16;
    private const TensorElementType F32 = TensorElementType.Float;

    [Theory]
    [InlineData(F32, F32, true)]
    [InlineData(F16, F16, true)]
    [InlineData(F16, F32, true)]
    [InlineData(F16, F16, false)]
    public void FaultOf_DecoderWithPast_IsNone(TensorElementType cache, TensorElementType logits, bool hasPositions)
    {
        var (inputs, outputs) = Decoder(cache, cache, logits);
        if (!hasPositions)
        {
            inputs.Remove("position_ids");
        }

        Assert.Null(DecoderForm.FaultOf(inputs, outputs));
    }

    [Theory]
    [InlineData("use_cache_branch", TensorElementType.Bool, "Optimum 1.14")]
    [InlineData("encoder_hidden_states", F32, "encoder_hidden_states")]
    public void FaultOf_OneMoreInput_NamesIt(string name, TensorElementType type, string said)
    {
        var (inputs, outputs) = Decoder(F32, F32, F32);
        inputs.Add(name, new(type, [1]));

        var fault = DecoderForm.FaultOf(inputs, outputs);

        Assert.Contains(name, fault, StringComparison.Ordinal);
        Assert.Contains(said, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensorElementType.BFloat16, TensorElementType.BFloat16, F32, "floats of 32 or 16 bits")]
    [InlineData(F32, F32, TensorElementType.Double, "floats of 32 or 16 bits")]
    [InlineData(F16, F32, F32, "another number format")]
    public void FaultOf_OtherNumberFormats_SaysSo(TensorElementType past, TensorElementType present, TensorElementType logits, string said)
    {
        var (inputs, outputs) = Decoder(past, present, logits);

        Assert.Contains(said, DecoderForm.FaultOf(inputs, outputs), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input_ids", "no decoder with past")]
    [InlineData("past_key_values.0.key", "no decoder with past")]
    [InlineData("logits", "no output logits")]
    [InlineData("present.0.key", "no output present.0.key")]
    public void FaultOf_WithoutAPort_SaysWhatIsMissing(string name, string said)
    {
        var (inputs, outputs) = Decoder(F32, F32, F32);
        Assert.True(inputs.Remove(name) || outputs.Remove(name));

        Assert.Contains(said, DecoderForm.FaultOf(inputs, outputs), StringComparison.Ordinal);
    }

    [Fact]
    public void FaultOf_HeadsLeftOpen_SaysSo()
    {
        var (inputs, outputs) = Decoder(F32, F32, F32);
        inputs["past_key_values.0.key"] = new(F32, [-1, -1, -1, 32]);

        Assert.Contains("how many heads", DecoderForm.FaultOf(inputs, outputs), StringComparison.Ordinal);
    }

    private static (Dictionary<string, OnnxPort> Inputs, Dictionary<string, OnnxPort> Outputs) Decoder(
        TensorElementType past, TensorElementType present, TensorElementType logits) => (
            new()
            {
                ["input_ids"] = new(TensorElementType.Int64, [-1, -1]),
                ["attention_mask"] = new(TensorElementType.Int64, [-1, -1]),
                ["position_ids"] = new(TensorElementType.Int64, [-1, -1]),
                ["past_key_values.0.key"] = new(past, [-1, 2, -1, 32]),
            },
            new() { ["logits"] = new(logits, [-1, -1, 640]), ["present.0.key"] = new(present, [-1, 2, -1, 32]) });
}
