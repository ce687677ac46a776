using System.Runtime.InteropServices;
using Arena.Core.Formats;

namespace Arena.Core.Tournaments;

/// <summary>What a tournament file names, read: prompts, contestants and their responses. Immutable.</summary>
public sealed class Tournament
{
    private readonly Dictionary<(string Prompt, string Contestant), Response> _responses;

    private Tournament(string name, IReadOnlyList<Prompt> prompts, IReadOnlyList<string> contestants, Dictionary<(string, string), Response> responses)
    {
        (Name, Prompts, Contestants, _responses) = (name, prompts, contestants, responses);
    }

    /// <summary>A tournament of texts that are there already.</summary>
    /// <exception cref="ArgumentException">A contestant has two responses to a prompt.</exception>
    internal static Tournament Of(string name, IReadOnlyList<Prompt> prompts, IEnumerable<Response> responses)
    {
        var of = responses.ToDictionary(response => (response.PromptId, response.Contestant));
        return new(name, prompts, [.. of.Keys.Select(key => key.Item2).Distinct(StringComparer.Ordinal)], of);
    }

    /// <summary>The tournament's name.</summary>
    public string Name { get; }

    /// <summary>What is asked, in the order of the files.</summary>
    public IReadOnlyList<Prompt> Prompts { get; }

    /// <summary>Names of who takes part.</summary>
    public IReadOnlyList<string> Contestants { get; }

    /// <summary>All responses.</summary>
    public IEnumerable<Response> Responses => _responses.Values;

    /// <summary>A contestant's response to a prompt; null where there is none.</summary>
    /// <param name="prompt">The prompt's id.</param>
    /// <param name="contestant">The contestant's name.</param>
    public Response? Find(string prompt, string contestant) => _responses.GetValueOrDefault((prompt, contestant));

    /// <summary>Reads all that a tournament file names.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Where it lies, for paths and messages.</param>
    /// <param name="forGeneration">Whether missing responses are no fault, because they are to be written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">
    /// A file is missing or of an unknown form, a response answers no prompt, two contradict each other, or a prompt or contestant has none.
    /// </exception>
    public static async Task<Tournament> ReadAsync(
        TournamentFile file, string path, bool forGeneration = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var reading = new Reading(Path.GetDirectoryName(Path.GetFullPath(path))!, path);
        if (file.Prompts is { } prompts)
        {
            reading.Add(prompts.Given);
            if (prompts.Path is { } at)
            {
                await reading.AddAsync(at, takesPrompts: true, null, cancellationToken).ConfigureAwait(false);
            }
        }

        var givesPrompts = file.Prompts is not null;
        foreach (var responses in file.Responses)
        {
            await reading.AddAsync(responses, !givesPrompts, null, cancellationToken).ConfigureAwait(false);
        }

        foreach (var contestant in file.Contestants)
        {
            if (contestant.Responses is { } own)
            {
                await reading.AddAsync(own, !givesPrompts, contestant.Name, cancellationToken).ConfigureAwait(false);
            }
            else if (contestant.Generate is not null && GeneratedResponses.PathOf(path, contestant.Name) is var written && File.Exists(written))
            {
                await reading.AddAsync(written, false, contestant.Name, cancellationToken, isGenerated: true).ConfigureAwait(false);
                if (!forGeneration)
                {
                    reading.RefuseStale(contestant.Name, written);
                }
            }
        }

        return reading.Finish(file, forGeneration);
    }

    private sealed class Reading(string folder, string path)
    {
        private readonly Dictionary<string, Prompt> _prompts = new(StringComparer.Ordinal);
        private readonly Dictionary<string, IReadOnlyList<string>> _references = new(StringComparer.Ordinal);
        private readonly Dictionary<(string Prompt, string Contestant), Response> _responses = [];
        private readonly List<(Response Response, ImportRecord Record)> _unchecked = [];

        public void Add(IReadOnlyList<PromptFile> given)
        {
            foreach (var prompt in given)
            {
                IReadOnlyList<string> turns = prompt.Prompt is { } text ? [text, .. prompt.Turns] : prompt.Turns;
                if (turns.Count == 0)
                {
                    throw new BadInputException(path, $"prompt {prompt.Id} asks nothing; give it a prompt, or turns.");
                }

                Add(
                    new Prompt(prompt.Id, turns)
                    {
                        System = prompt.System,
                        Category = prompt.Category,
                        Language = prompt.Language,
                        Reference = prompt.Reference is { } reference ? [reference] : [],
                    },
                    reason => new BadInputException(path, reason));
            }
        }

        public async Task AddAsync(string relative, bool takesPrompts, string? contestant, CancellationToken cancellationToken, bool isGenerated = false)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var file in await PublishedForms.FindAsync(Path.Combine(folder, relative), cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                if (file.Format == ImportFormat.Battles)
                {
                    throw new BadInputException(file.Path, "it holds battles, and a tournament needs prompts and responses; rate it with: arena rate");
                }

                await foreach (var record in PublishedForms.ReadAsync(file.Path, file.Format, cancellationToken).ConfigureAwait(false))
                {
                    if (takesPrompts)
                    {
                        foreach (var prompt in record.Prompts)
                        {
                            Add(prompt, record.Refuse);
                        }
                    }

                    foreach (var (prompt, reference) in record.References)
                    {
                        _references[prompt] = reference;
                    }

                    // The arena's own file may hold responses to prompts that have been taken out since.
                    foreach (var response in record.Responses.Where(response => !isGenerated || _prompts.ContainsKey(response.PromptId)))
                    {
                        names.Add(response.Contestant);
                        if (contestant is not null && names.Count > 1 && !names.Contains(contestant))
                        {
                            throw record.Refuse($"the responses are of {string.Join(" and ", names.Order(StringComparer.Ordinal))}, and contestant {contestant} is none of them");
                        }

                        Add(response, record);
                    }
                }
            }

            // A file of one model is that contestant's, whatever the model is called there.
            if (contestant is not null && names.Count == 1 && !names.Contains(contestant))
            {
                Rename(names.Single(), contestant);
            }
        }

        /// <summary>A response to another text of its prompt is no response to this one.</summary>
        public void RefuseStale(string contestant, string written)
        {
            var stale = GeneratedResponses.FindStale(written, _prompts);
            var more = stale.Count > 1 ? $" and {stale.Count - 1} more" : "";
            Refuse(
                stale.Count > 0,
                $"{contestant} answered prompt {(stale.Count > 0 ? stale[0] : "")}{more} before its text was changed; have it answered again with: arena generate {path}");
        }

        public Tournament Finish(TournamentFile file, bool forGeneration)
        {
            foreach (var (response, record) in _unchecked)
            {
                if (!_prompts.ContainsKey(response.PromptId))
                {
                    throw record.Refuse($"it answers prompt {response.PromptId}, which the tournament does not ask{YamlTree.Suggest(response.PromptId, _prompts.Keys)}");
                }
            }

            string[] answered = [.. _responses.Keys.Select(key => key.Contestant).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            string[] contestants = file.Contestants.Count == 0 ? answered : [.. file.Contestants.Select(contestant => contestant.Name)];
            var categories = file.Categories.ToHashSet(StringComparer.Ordinal);
            Refuse(_prompts.Count == 0, "there is no prompt.");
            Refuse(
                categories.Count > 0 && !_prompts.Values.Any(prompt => prompt.Category is { } category && categories.Contains(category)),
                $"no prompt is of category {string.Join(" or ", file.Categories)}; there are {string.Join(", ", _prompts.Values.Select(prompt => prompt.Category).OfType<string>().Distinct().Take(20))}");
            foreach (var contestant in forGeneration ? [] : contestants)
            {
                var isGenerated = file.Contestants.Any(entry => entry.Name == contestant && entry.Generate is not null);
                Refuse(
                    !answered.Contains(contestant),
                    isGenerated
                        ? $"contestant {contestant} has no responses yet; write them with: arena generate {path}"
                        : $"contestant {contestant} has no responses{YamlTree.Suggest(contestant, answered)}");
            }

            Refuse(
                contestants.Length < 2 && file.Protocols.Contains(Protocol.Pairwise),
                contestants.Length == 0 ? "there is no contestant." : $"there is one contestant, {contestants[0]}, and pairs need two; add another, or judge pointwise.");
            var shown = file.ReferenceCategories.ToHashSet(StringComparer.Ordinal);
            var asked = new List<Prompt>();
            foreach (var prompt in _prompts.Values.Where(prompt => categories.Count == 0 || (prompt.Category is { } category && categories.Contains(category))))
            {
                var count = contestants.Count(contestant => _responses.ContainsKey((prompt.Id, contestant)));
                Refuse(!forGeneration && count == 0, $"prompt {prompt.Id} has no response of any contestant; add some, or take the prompt out.");
                var turn = file.Turns.Max();
                Refuse(turn > prompt.Turns.Count, $"prompt {prompt.Id} has {prompt.Turns.Count} turns, and turn {turn} is to be judged.");
                var reference = _references.GetValueOrDefault(prompt.Id) ?? prompt.Reference;
                asked.Add(prompt with { Reference = file.UsesReferences && (shown.Count == 0 || (prompt.Category is { } category && shown.Contains(category))) ? reference : [] });
            }

            var ids = asked.Select(prompt => prompt.Id).ToHashSet(StringComparer.Ordinal);
            var taken = contestants.ToHashSet(StringComparer.Ordinal);
            return new Tournament(
                file.Name,
                asked,
                contestants,
                _responses.Where(pair => ids.Contains(pair.Key.Prompt) && taken.Contains(pair.Key.Contestant)).ToDictionary(pair => pair.Key, pair => pair.Value));
        }

        private void Refuse(bool isBad, string reason)
        {
            if (isBad)
            {
                throw new BadInputException(path, reason);
            }
        }

        private void Add(Prompt prompt, Func<string, BadInputException> refuse)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_prompts, prompt.Id, out var isKnown);
            if (isKnown && ContentHash.Of(known!) != ContentHash.Of(prompt))
            {
                throw refuse($"prompt {prompt.Id} stands there already with another text; give each its own id.");
            }

            known ??= prompt;
        }

        private void Add(Response response, ImportRecord record)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_responses, (response.PromptId, response.Contestant), out var isKnown);
            if (isKnown && !known!.Turns.SequenceEqual(response.Turns))
            {
                throw record.Refuse($"{response.Contestant} has answered prompt {response.PromptId} already with another text; keep one of the two.");
            }

            if (!isKnown)
            {
                known = response;
                _unchecked.Add((response, record));
            }
        }

        private void Rename(string old, string contestant)
        {
            foreach (var key in _responses.Keys.Where(key => key.Contestant == old).ToList())
            {
                _responses.Remove(key, out var response);
                _responses[(key.Prompt, contestant)] = response! with { Contestant = contestant };
            }
        }
    }
}
