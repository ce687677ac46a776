using System.Numerics.Tensors;
using Arena.Core.Judging;
using LLama.Native;

namespace Arena.Judges.Engines.LLama;

/// <summary>
/// Scores requests, the shared beginnings of their prompts once: prompts are computed in the order of their prefix tree, many in one
/// batch, and a token that several of them share is decoded once, as a member of all their sequences.
/// </summary>
/// <remarks>
/// A run holds at most the longest prompt and less than one batch beside it (<see cref="PrefixOrder.EndOfRun"/>), which is the room that
/// the model's context has, so that no prompt finds it full.
/// </remarks>
internal sealed class LLamaScorer
{
    private readonly LLamaModel _model;
    private readonly GgufEngineOptions _options;
    private readonly SafeLLamaContextHandle _memory;
    private readonly LLamaBatch _batch = new();
    private readonly List<LLamaSeqId> _sequences = [];
    private readonly float[] _exponentials;

    public LLamaScorer(LLamaModel model, GgufEngineOptions options)
    {
        _model = model;
        _options = options;
        _memory = model.Context.NativeHandle;
        _exponentials = new float[model.Context.Vocab.Count];
    }

    /// <inheritdoc cref="IScoringEngine.ScoreAsync"/>
    public IReadOnlyList<ScoringResult> Score(IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken)
    {
        var results = new ScoringResult[requests.Count];
        var candidates = new int[requests.Count][];
        var prompts = new List<(int Request, int[] Tokens)>();
        for (var i = 0; i < requests.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var prompt = _model.Vocabulary.Encode(requests[i].Messages);
            if ((TokensOf(requests[i].Candidates, out candidates[i]) ?? _model.CheckLength(prompt)) is { } failure)
            {
                results[i] = new() { PromptTokens = prompt.Length, ComputedTokens = 0, Failure = failure };
            }
            else
            {
                prompts.Add((i, prompt));
            }
        }

        var order = new PrefixOrder(prompts, _options.SharesPrefixes);
        var kept = 0;
        _memory.MemoryClear(data: false);
        for (int first = 0, end; first < order.Count; first = end)
        {
            end = order.EndOfRun(first, kept, _options.BatchSize, _options.MaxSequences);
            var outcome = Run(order, first, end, kept, Read, cancellationToken);
            if (outcome == DecodeResult.Ok)
            {
                kept = end < order.Count ? order[end].Shared : 0;
                KeepBeginning((LLamaSeqId)(end - first - 1), kept);
            }
            else
            {
                Fail(order, first, end, outcome);
                kept = 0;
                _memory.MemoryClear(data: false);
            }
        }

        return results;

        void Read(PrefixOrder.Entry prompt, int computed, ReadOnlySpan<float> logits)
        {
            var total = LogSumExp(logits);
            foreach (var request in prompt.Requests)
            {
                var read = new double[candidates[request].Length];
                for (var i = 0; i < read.Length; i++)
                {
                    read[i] = logits[candidates[request][i]] - total;
                }

                results[request] = new()
                {
                    LogProbabilities = read,
                    PromptTokens = prompt.Tokens.Length,
                    ComputedTokens = computed,
                };
                computed = 0;
            }
        }

        // What was read before the failure stays.
        void Fail(PrefixOrder order, int first, int end, DecodeResult outcome)
        {
            for (var i = first; i < end; i++)
            {
                foreach (var request in order[i].Requests)
                {
                    results[request] ??= new()
                    {
                        PromptTokens = order[i].Tokens.Length,
                        Failure = new(FailureKind.EngineError, $"llama.cpp did not compute the batch: {outcome}"),
                    };
                }
            }
        }
    }

    private JudgingFailure? TokensOf(IReadOnlyList<string> candidates, out int[] tokens)
    {
        tokens = new int[candidates.Count];
        for (var i = 0; i < tokens.Length; i++)
        {
            if (_model.Vocabulary.TokenOf(candidates[i]) is not { } token)
            {
                return new(FailureKind.EngineError, $"the candidate \"{candidates[i]}\" is not one token of this model");
            }

            tokens[i] = token;
        }

        return null;
    }

    /// <summary>
    /// Computes neighbouring prompts; sequence i is that of the prompt i places after the first. Sequence 0 holds the beginning of the
    /// first already.
    /// </summary>
    private DecodeResult Run(
        PrefixOrder order, int first, int end, int kept, ReadLogits read, CancellationToken cancellationToken)
    {
        // Of what is held, a prompt has as much as all up to it share with one another.
        for (int i = first + 1, inherited = kept; i < end && inherited > 0; i++)
        {
            inherited = Math.Min(inherited, order[i].Shared);
            _memory.MemorySequenceCopy(LLamaSeqId.Zero, (LLamaSeqId)(i - first), 0, inherited);
        }

        var ends = new List<(PrefixOrder.Entry Prompt, int Computed, int Index)>();
        for (var i = first; i < end; i++)
        {
            var prompt = order[i];
            var from = i == first ? kept : prompt.Shared;
            for (var position = from; position < prompt.Tokens.Length; position++)
            {
                _sequences.Clear();
                _sequences.Add((LLamaSeqId)(i - first));
                for (var next = i + 1; next < end && order[next].Shared > position; next++)
                {
                    _sequences.Add((LLamaSeqId)(next - first));
                }

                var isLast = position == prompt.Tokens.Length - 1;
                var index = _batch.Add(prompt.Tokens[position], position, _sequences, isLast);
                if (isLast)
                {
                    ends.Add((prompt, prompt.Tokens.Length - from, index));
                }

                if (_batch.TokenCount == _options.BatchSize && Decode() is var outcome and not DecodeResult.Ok)
                {
                    return outcome;
                }
            }
        }

        return Decode();

        DecodeResult Decode()
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                var outcome = _model.Context.Decode(_batch);
                if (outcome == DecodeResult.Ok)
                {
                    // The next decode overwrites the logits.
                    foreach (var (prompt, computed, index) in ends)
                    {
                        read(prompt, computed, _memory.GetLogitsIth(index));
                    }
                }

                return outcome;
            }
            finally
            {
                _batch.Clear();
                ends.Clear();
            }
        }
    }

    /// <summary>Makes sequence 0 the beginning of a sequence, and forgets all else.</summary>
    private void KeepBeginning(LLamaSeqId sequence, int length)
    {
        if (length == 0)
        {
            _memory.MemoryClear(data: false);
            return;
        }

        _memory.MemorySequenceKeep(sequence);
        _memory.MemorySequenceRemove(sequence, length, -1);
        if (sequence != LLamaSeqId.Zero)
        {
            _memory.MemorySequenceCopy(sequence, LLamaSeqId.Zero, 0, -1);
            _memory.MemorySequenceRemove(sequence, 0, -1);
        }
    }

    private double LogSumExp(ReadOnlySpan<float> logits)
    {
        var max = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, max, _exponentials);
        TensorPrimitives.Exp(_exponentials, _exponentials);
        return max + Math.Log(TensorPrimitives.Sum(_exponentials));
    }

    private delegate void ReadLogits(PrefixOrder.Entry prompt, int computed, ReadOnlySpan<float> logits);
}
