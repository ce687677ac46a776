using System.Globalization;
using System.Runtime.CompilerServices;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Tournaments;
using Arena.Judges.Chat;
using Arena.Judges.Engines;

namespace Arena.Judges;

/// <summary>Has a model answer prompts, as a contestant.</summary>
public sealed class ResponseWriter
{
    /// <summary>Prompts that are answered together: enough for a local model to share its work, and few enough to lose little when stopped.</summary>
    private const int Batch = 16;

    private readonly ITextEngine _engine;
    private readonly GenerationFile _settings;
    private readonly string _contestant;
    private readonly long _seed;

    /// <summary>Makes a writer.</summary>
    /// <param name="contestant">The contestant's name.</param>
    /// <param name="engine">The model; it stays the caller's.</param>
    /// <param name="settings">How it writes.</param>
    /// <param name="seed">Seed of its sampling; every prompt gets one of its own from it.</param>
    public ResponseWriter(string contestant, ITextEngine engine, GenerationFile settings, long seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(contestant);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(settings);
        (_contestant, _engine, _settings, _seed) = (contestant, engine, settings, seed);
    }

    /// <summary>What makes a response this one: the model, its settings and the prompt. Equal keys mean that it need not be written again.</summary>
    /// <param name="prompt">The prompt.</param>
    public string KeyOf(Prompt prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var model = _engine.Description;

        return ContentHash.Of(
            "response",
            model.Engine,
            model.ModelHash,
            model.ChatFormat,
            _settings.Temperature.ToString("R", CultureInfo.InvariantCulture),
            _settings.TopP.ToString("R", CultureInfo.InvariantCulture),
            _settings.MaxTokens.ToString(CultureInfo.InvariantCulture),
            _settings.Temperature > 0 ? _seed.ToString(CultureInfo.InvariantCulture) : null,
            GeneratedResponses.PromptHash(prompt));
    }

    /// <summary>Answers prompts, some at a time; each turn after the answer to the one before.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="cancellationToken">Cancels; what was given out stays given.</param>
    /// <returns>A response for every prompt, in their order, or why there is none.</returns>
    public async IAsyncEnumerable<(Prompt Prompt, Response? Response, JudgingFailure? Failure)> WriteAsync(
        IReadOnlyList<Prompt> prompts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        foreach (var batch in prompts.Chunk(Batch))
        {
            var answers = batch.Select(_ => new List<string>()).ToArray();
            var failures = new JudgingFailure?[batch.Length];
            for (var turn = 0; turn < batch.Max(prompt => prompt.Turns.Count); turn++)
            {
                int[] open = [.. Enumerable.Range(0, batch.Length).Where(i => failures[i] is null && turn < batch[i].Turns.Count)];
                var results = await _engine.GenerateAsync([.. open.Select(i => Request(batch[i], answers[i]))], cancellationToken).ConfigureAwait(false);
                foreach (var (i, result) in open.Zip(results))
                {
                    failures[i] = result.Failure;
                    answers[i].Add(result.Text);
                }
            }

            for (var i = 0; i < batch.Length; i++)
            {
                yield return (batch[i], failures[i] is null ? new Response(batch[i].Id, _contestant, answers[i]) : null, failures[i]);
            }
        }
    }

    private TextRequest Request(Prompt prompt, List<string> answers)
    {
        var messages = new List<ChatMessage>();
        if (prompt.System is { } system)
        {
            messages.Add(new(ChatRole.System, [system]));
        }

        for (var turn = 0; turn <= answers.Count; turn++)
        {
            // Passages stand before the first question, as those who answer from them are used to.
            var passages = turn == 0 && prompt.Context.Count > 0
                ? string.Concat(prompt.Context.Select(passage => $"[{passage.Id}] {passage.Text}\n\n"))
                : "";
            messages.Add(new(ChatRole.User, passages.Length > 0 ? [passages, prompt.Turns[turn]] : [prompt.Turns[turn]]));
            if (turn < answers.Count)
            {
                messages.Add(new(ChatRole.Assistant, [answers[turn]]));
            }
        }

        return new(messages, _settings.MaxTokens)
        {
            Temperature = _settings.Temperature,
            TopP = _settings.TopP,
            Seed = unchecked(_seed ^ (long)Convert.ToUInt64(ContentHash.Of(prompt.Id)[..16], 16)),
        };
    }
}
