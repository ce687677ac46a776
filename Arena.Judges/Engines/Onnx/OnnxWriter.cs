using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using Arena.Core.Judging;
using Microsoft.ML.OnnxRuntime;

namespace Arena.Judges.Engines.Onnx;

/// <summary>
/// Writes completions, as many side by side as there is room for: their prompts as one tree of beginnings, then a token of each at a time.
/// </summary>
internal sealed class OnnxWriter(OnnxModel model)
{
    /// <inheritdoc cref="ITextEngine.GenerateAsync"/>
    public IReadOnlyList<TextResult> Write(IReadOnlyList<TextRequest> requests, CancellationToken cancellationToken)
    {
        Completion[] completions = [.. requests.Select(request => new Completion(request, model))];
        foreach (var group in Groups(completions.Where(completion => !completion.IsOver)))
        {
            Begin(group, cancellationToken);
            var together = group.Index().Where(item => !item.Item.IsOver).GroupBy(
                item => (model.Decoder.AllowsPadding ? 0 : item.Item.PromptLength, model.Decoder.RoundsTogether ? item.Index : 0),
                item => item.Item);
            foreach (var batch in together)
            {
                Continue([.. batch], cancellationToken);
            }
        }

        return [.. completions.Select(completion => completion.ToResult())];
    }

    /// <summary>Completions that have room beside each other when all are as long as they may become, in their order.</summary>
    private IEnumerable<List<Completion>> Groups(IEnumerable<Completion> completions)
    {
        var room = (long)NodeBatches.PastShare * model.Options.BatchTokens;
        var group = new List<Completion>();
        var longest = 0L;
        foreach (var completion in completions)
        {
            longest = Math.Max(longest, completion.MaxLength);
            if (group.Count > 0 && (group.Count + 1) * longest > room)
            {
                yield return group;
                group = [];
                longest = completion.MaxLength;
            }

            group.Add(completion);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    /// <summary>Computes the prompts and chooses the first tokens.</summary>
    private void Begin(List<Completion> group, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var roots = model.RootsOf([.. group.Select((completion, i) => (i, (IReadOnlyList<int[]>)completion.Prompt))]);
        foreach (var (nodes, failure) in model.Decoder.Compute(roots, model.Options.BatchTokens, keepsCaches: true, Tell))
        {
            foreach (var request in nodes.Where(_ => failure is not null).SelectMany(node => node.AllRequests()))
            {
                group[request].Fail($"ONNX Runtime: {failure}");
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        void Tell(PrefixNode node, ReadOnlySpan<float> logits)
        {
            foreach (var request in node.Requests)
            {
                group[request].End = node;
                group[request].Choose(logits);
            }
        }
    }

    /// <summary>Writes on until all are over.</summary>
    private void Continue(Completion[] writing, CancellationToken cancellationToken)
    {
        try
        {
            using var sequences = model.Decoder.Continue([.. writing.Select(completion => completion.End!)]);
            while (writing.Length > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                sequences.Add([.. writing.Select(completion => completion.Last)], (row, logits) => writing[row].Choose(logits));
                int[] going = [.. writing.Index().Where(item => !item.Item.IsOver).Select(item => item.Index)];
                sequences.Keep(going);
                writing = [.. going.Select(row => writing[row])];
            }
        }
        catch (OnnxRuntimeException e)
        {
            Array.ForEach(writing, completion => completion.Fail($"ONNX Runtime: {e.Message}"));
        }
    }

    private sealed class Completion
    {
        private readonly OnnxVocabulary _vocabulary;
        private readonly TokenSampler _sampler;
        private readonly int _most;
        private readonly List<byte> _text = [];
        private JudgingFailure? _failure;
        private int _written;
        private bool _isComplete;

        public Completion(TextRequest request, OnnxModel model)
        {
            _vocabulary = model.Vocabulary;
            _sampler = new(request);
            Prompt = _vocabulary.Encode(request.Messages);
            PromptLength = Prompt.Sum(tokens => tokens.Length);
            _most = Math.Min(request.MaxTokens, model.ContextLength - PromptLength);
            _failure = model.CheckLength(PromptLength);
        }

        public int[][] Prompt { get; }

        public int PromptLength { get; }

        public int MaxLength => PromptLength + _most;

        /// <summary>The prompt's last tokens, once they are computed.</summary>
        public PrefixNode? End { get; set; }

        /// <summary>The token that was chosen last.</summary>
        public int Last { get; private set; }

        public bool IsOver => _isComplete || _failure is not null || _written == _most;

        public void Fail(string detail) => _failure ??= new(FailureKind.EngineError, detail);

        public void Choose(ReadOnlySpan<float> logits)
        {
            // Infinite or not a number where the model's arithmetic left its range.
            if (!float.IsFinite(TensorPrimitives.Max(logits)))
            {
                Fail("the model computed no finite probability");
                return;
            }

            Last = _sampler.Next(logits);
            if (_vocabulary.Ends(Last))
            {
                _isComplete = true;
                return;
            }

            _written++;
            var known = _text.Count;
            _text.AddRange(_vocabulary.BytesOf(Last));
            if (_vocabulary.StopIn(CollectionsMarshal.AsSpan(_text), known) is >= 0 and var stop)
            {
                _text.RemoveRange(stop, _text.Count - stop);
                _isComplete = true;
            }
        }

        public TextResult ToResult() => _failure is not null
            ? new() { PromptTokens = PromptLength, Failure = _failure }
            : new()
            {
                Text = Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_text)),
                IsComplete = _isComplete,
                PromptTokens = PromptLength,
                WrittenTokens = _written,
            };
    }
}
