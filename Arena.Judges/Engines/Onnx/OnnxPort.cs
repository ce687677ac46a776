using Microsoft.ML.OnnxRuntime.Tensors;

namespace Arena.Judges.Engines.Onnx;

/// <summary>An input or output of an ONNX graph.</summary>
/// <param name="Type">Number format of its elements.</param>
/// <param name="Dimensions">Sizes of its axes; -1 for one that is free.</param>
internal sealed record OnnxPort(TensorElementType Type, IReadOnlyList<long> Dimensions);
