using System.Numerics.Tensors;
using Arena.Core.Statistics;

namespace Arena.Judges.Engines;

/// <summary>
/// Chooses a completion's tokens from logits, as a <see cref="TextRequest"/> asks. Every engine samples by it, so that a seed means the
/// same whichever computed the logits. Not safe for use from several threads at once.
/// </summary>
/// <remarks>
/// Nucleus sampling (Holtzman et al. 2020): of the softmax of logits / temperature, the fewest likeliest tokens that hold
/// <see cref="TextRequest.TopP"/> together. One random number a token.
/// </remarks>
internal sealed class TokenSampler
{
    private readonly double _temperature;
    private readonly double _topP;
    private readonly DeterministicRandom _random;
    private float[] _probabilities = [];
    private int[] _tokens = [];

    /// <summary>Starts a completion.</summary>
    /// <param name="request">What is asked for.</param>
    /// <exception cref="ArgumentException">
    /// No token is asked for, the temperature is negative or not finite, or top-p is outside (0, 1].
    /// </exception>
    public TokenSampler(TextRequest request)
    {
        if (request is not { MaxTokens: > 0, Temperature: >= 0 and < double.PositiveInfinity, TopP: > 0 and <= 1 })
        {
            throw new ArgumentException($"No text can be written by {request}.", nameof(request));
        }

        _temperature = request.Temperature;
        _topP = request.TopP;
        _random = new(request.Seed);
    }

    /// <summary>The next token.</summary>
    /// <param name="logits">A logit for every token of the vocabulary.</param>
    /// <returns>The token's number.</returns>
    public int Next(ReadOnlySpan<float> logits)
    {
        if (_temperature == 0)
        {
            return TensorPrimitives.IndexOfMax(logits);
        }

        if (_probabilities.Length != logits.Length)
        {
            _probabilities = new float[logits.Length];
            _tokens = new int[logits.Length];
        }

        // The largest logit is taken off first: no temperature, however small, then divides to infinity what stays.
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), _probabilities);
        TensorPrimitives.Multiply(_probabilities, (float)Math.Min(1 / _temperature, float.MaxValue), _probabilities);
        TensorPrimitives.Exp(_probabilities, _probabilities);
        var total = 0.0;
        for (var token = 0; token < _tokens.Length; token++)
        {
            _tokens[token] = token;
            total += _probabilities[token];
        }

        var kept = _tokens.Length;
        var mass = total;
        if (_topP < 1)
        {
            // Not a stable sort, but it always does the same to the same probabilities.
            Array.Sort(_probabilities, _tokens);
            Array.Reverse(_probabilities);
            Array.Reverse(_tokens);
            for (kept = 0, mass = 0; kept < _tokens.Length && mass < _topP * total; kept++)
            {
                mass += _probabilities[kept];
            }
        }

        var left = _random.NextDouble() * mass;
        for (var i = 0; i < kept; i++)
        {
            left -= _probabilities[i];
            if (left < 0)
            {
                return _tokens[i];
            }
        }

        // Rounding can leave a hair of the draw behind the last token.
        return _tokens[kept - 1];
    }
}
