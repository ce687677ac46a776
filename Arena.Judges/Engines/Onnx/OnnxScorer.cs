using System.Numerics.Tensors;
using Arena.Core.Judging;

namespace Arena.Judges.Engines.Onnx;

/// <summary>Reads the probabilities of candidates, every shared run of tokens computed once.</summary>
internal sealed class OnnxScorer(OnnxModel model)
{
    /// <inheritdoc cref="IScoringEngine.ScoreAsync"/>
    public IReadOnlyList<ScoringResult> Score(IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken)
    {
        var results = new ScoringResult[requests.Count];
        var candidates = new int[requests.Count][];
        var runnable = new List<(int Request, IReadOnlyList<int[]> Pieces)>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            var pieces = model.Vocabulary.Encode(requests[i].Messages);
            var count = pieces.Sum(tokens => tokens.Length);
            results[i] = new() { PromptTokens = count, ComputedTokens = 0 };
            candidates[i] = [.. requests[i].Candidates.Select(candidate => model.Vocabulary.TokenOf(candidate) ?? -1)];
            var failure = Array.IndexOf(candidates[i], -1) is >= 0 and var unknown
                ? new(FailureKind.EngineError, $"the candidate \"{requests[i].Candidates[unknown]}\" is not one token of {model.Description.Model}")
                : model.CheckLength(count);
            if (failure is null)
            {
                runnable.Add((i, pieces));
            }
            else
            {
                results[i] = results[i] with { Failure = failure };
            }
        }

        var roots = model.RootsOf(runnable);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (nodes, failure) in model.Decoder.Compute(roots, model.Options.BatchTokens, keepsCaches: false, Tell))
        {
            foreach (var node in nodes)
            {
                if (failure is null)
                {
                    // Tokens that several requests share are counted for the first of them.
                    var first = node.AllRequests().Min();
                    results[first] = results[first] with { ComputedTokens = results[first].ComputedTokens + node.Tokens.Length };
                    continue;
                }

                foreach (var request in node.AllRequests())
                {
                    results[request] = results[request] with { Failure = new(FailureKind.EngineError, $"ONNX Runtime: {failure}") };
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return results;

        void Tell(PrefixNode node, ReadOnlySpan<float> logits)
        {
            // log softmax, about the greatest so that nothing overflows.
            var greatest = TensorPrimitives.Max(logits);
            var sum = 0.0;
            foreach (var logit in logits)
            {
                sum += Math.Exp(logit - greatest);
            }

            var shift = greatest + Math.Log(sum);
            foreach (var request in node.Requests)
            {
                var logs = new double[candidates[request].Length];
                for (var c = 0; c < logs.Length; c++)
                {
                    logs[c] = logits[candidates[request][c]] - shift;
                }

                results[request] = Array.TrueForAll(logs, double.IsFinite)
                    ? results[request] with { LogProbabilities = logs }
                    : results[request] with { Failure = new(FailureKind.EngineError, "the model computed no finite probability") };
            }
        }
    }
}
