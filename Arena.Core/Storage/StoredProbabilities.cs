using System.Buffers.Binary;

namespace Arena.Core.Storage;

/// <summary>A judge's distribution as a column: 32-bit floats, little end first, because a million of them must stay small.</summary>
internal static class StoredProbabilities
{
    public static byte[]? Write(IReadOnlyList<double> probabilities)
    {
        if (probabilities.Count == 0)
        {
            return null;
        }

        var bytes = new byte[probabilities.Count * sizeof(float)];
        for (var i = 0; i < probabilities.Count; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), (float)probabilities[i]);
        }

        return bytes;
    }

    public static double[] Read(byte[] bytes)
    {
        var probabilities = new double[bytes.Length / sizeof(float)];
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return probabilities;
    }
}
