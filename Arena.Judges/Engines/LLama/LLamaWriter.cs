using Arena.Core.Judging;
using LLama.Native;

namespace Arena.Judges.Engines.LLama;

/// <summary>
/// Writes completions, as many at a time as the context has room for. A batch holds the last token of each completion that is being
/// written, and of new prompts as much as fits.
/// </summary>
internal sealed class LLamaWriter
{
    private readonly LLamaModel _model;
    private readonly GgufEngineOptions _options;
    private readonly SafeLLamaContextHandle _memory;
    private readonly LLamaBatch _batch = new();

    public LLamaWriter(LLamaModel model, GgufEngineOptions options)
    {
        _model = model;
        _options = options;
        _memory = model.Context.NativeHandle;
    }

    /// <inheritdoc cref="ITextEngine.GenerateAsync"/>
    public IReadOnlyList<TextResult> Write(IReadOnlyList<TextRequest> requests, CancellationToken cancellationToken)
    {
        var results = new TextResult[requests.Count];
        var waiting = Prepare(requests, results, cancellationToken);
        var writing = new List<Completion>();
        var sequences = new Stack<LLamaSeqId>(
            Enumerable.Range(0, Math.Min(_options.MaxSequences, _options.BatchSize)).Select(sequence => (LLamaSeqId)sequence));
        var room = (int)_model.Context.ContextSize;
        _memory.MemoryClear(data: false);
        while (waiting.Count > 0 || writing.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Room for the whole completion is set aside, so that none finds the cache full half-way.
            while (sequences.Count > 0 && waiting.TryPeek(out var next) && next.MaxLength <= room)
            {
                room -= next.MaxLength;
                next.Sequence = sequences.Pop();
                writing.Add(waiting.Dequeue());
            }

            var outcome = Step(writing);
            foreach (var completion in writing.Where(completion => completion.IsOver || outcome != DecodeResult.Ok))
            {
                _memory.MemorySequenceRemove(completion.Sequence, 0, -1);
                sequences.Push(completion.Sequence);
                room += completion.MaxLength;
                results[completion.Request] = ResultOf(completion, outcome);
            }

            writing.RemoveAll(completion => completion.IsOver || outcome != DecodeResult.Ok);
        }

        return results;
    }

    private Queue<Completion> Prepare(IReadOnlyList<TextRequest> requests, TextResult[] results, CancellationToken cancellationToken)
    {
        var completions = new Queue<Completion>();
        for (var i = 0; i < requests.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sampler = new TokenSampler(requests[i]);
            var prompt = _model.Vocabulary.Encode(requests[i].Messages);
            if (_model.CheckLength(prompt) is { } failure)
            {
                results[i] = new() { PromptTokens = prompt.Length, Failure = failure };
            }
            else
            {
                var longest = Math.Min(requests[i].MaxTokens, _model.ContextLength - prompt.Length);
                completions.Enqueue(new(i, prompt, longest, sampler));
            }
        }

        return completions;
    }

    /// <summary>Decodes one batch, and chooses the next token of every completion that it reaches the end of.</summary>
    private DecodeResult Step(List<Completion> writing)
    {
        var ends = new List<(Completion Completion, int Index)>();
        _batch.Clear();
        foreach (var completion in writing)
        {
            while (completion.Decoded < completion.Tokens.Count && _batch.TokenCount < _options.BatchSize)
            {
                var isLast = completion.Decoded == completion.Tokens.Count - 1;
                var index = _batch.Add(completion.Tokens[completion.Decoded], completion.Decoded, completion.Sequence, isLast);
                completion.Decoded++;
                if (isLast)
                {
                    ends.Add((completion, index));
                }
            }
        }

        var outcome = _model.Context.Decode(_batch);
        if (outcome == DecodeResult.Ok)
        {
            foreach (var (completion, index) in ends)
            {
                var token = completion.Sampler.Next(_memory.GetLogitsIth(index));
                if (_model.Vocabulary.Ends(token))
                {
                    completion.IsComplete = true;
                }
                else
                {
                    completion.Tokens.Add(token);
                }
            }
        }

        return outcome;
    }

    private TextResult ResultOf(Completion completion, DecodeResult outcome)
    {
        if (!completion.IsOver)
        {
            return new()
            {
                PromptTokens = completion.PromptLength,
                Failure = new(FailureKind.EngineError, $"llama.cpp did not compute the batch: {outcome}"),
            };
        }

        return new()
        {
            Text = _model.Vocabulary.Decode(completion.Tokens.Skip(completion.PromptLength)),
            IsComplete = completion.IsComplete,
            PromptTokens = completion.PromptLength,
            WrittenTokens = completion.Tokens.Count - completion.PromptLength,
        };
    }

    private sealed class Completion(int request, int[] prompt, int longest, TokenSampler sampler)
    {
        public int Request => request;

        public TokenSampler Sampler => sampler;

        public List<int> Tokens { get; } = [.. prompt];

        public int PromptLength => prompt.Length;

        public int MaxLength => prompt.Length + longest;

        public int Decoded { get; set; }

        public LLamaSeqId Sequence { get; set; }

        public bool IsComplete { get; set; }

        public bool IsOver => IsComplete || Tokens.Count == MaxLength;
    }
}
