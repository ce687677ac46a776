namespace Arena.Bench.Models;

/// <summary>The sizes of a Llama with tied embeddings.</summary>
internal sealed record LlamaShape(int Vocabulary, int Context, int Width, int Inner, int Layers, int Heads, int KeyHeads)
{
    public const float RotaryBase = 10000;
    public const float Epsilon = 1e-5f;

    public int HeadSize => Width / Heads;

    public long Parameters => ((long)Vocabulary * Width) + Width + (Layers * LayerParameters);

    private long LayerParameters => (2L * Width * (Width + (KeyHeads * HeadSize))) + (3L * Width * Inner) + (2 * Width);

    /// <summary>The shape with about this many parameters, as deep for its width as the usual models are.</summary>
    public static LlamaShape Of(long parameters, int vocabulary, int context) => Enumerable.Range(1, 64)
        .Select(step =>
        {
            var width = 64 * step;
            var heads = width / (width < 256 ? 32 : 64);
            var keyHeads = heads % 4 == 0 ? heads / 4 : heads % 2 == 0 ? heads / 2 : heads;
            var shape = new LlamaShape(vocabulary, context, width, 64 * (width * 8 / 3 / 64), 1, heads, keyHeads);
            var layers = (parameters - ((long)vocabulary * width)) / (double)shape.LayerParameters;
            return shape with { Layers = Math.Clamp((int)Math.Round(layers), 1, 200) };
        })
        .MinBy(shape => (10 * Ratio(shape.Parameters, parameters)) + Ratio(shape.Layers, 2 + (shape.Width / 64)))!;

    private static double Ratio(double value, double aim) => Math.Abs(Math.Log(value / aim));
}
