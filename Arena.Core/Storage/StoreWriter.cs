using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Arena.Core.Judging;

namespace Arena.Core.Storage;

/// <summary>
/// Writes into one tournament within one transaction. Names are looked up once and then remembered; every table's own unique
/// index decides what is there already.
/// </summary>
internal sealed partial class StoreWriter : IDisposable
{
    /// <summary>How many rows are held back at most where the database takes many at once.</summary>
    private const int LargestBulk = 4096;

    // A failed judgment is the only kind that a later one replaces.
    private static readonly BulkTable Judgments = new(
        "judgments",
        [
            "prompt_id", "key", "judge_id", "first_id", "second_id", "turn", "repeat", "is_order_known", "verdict", "first_win_probability", "score",
            "weight", "failure_reason", "tokens", "seconds", "probabilities", "mass", "text", "is_superseded",
        ],
        ["prompt_id", "key"],
        """
        DO UPDATE SET
            is_order_known = excluded.is_order_known, verdict = excluded.verdict,
            first_win_probability = excluded.first_win_probability, score = excluded.score, weight = excluded.weight,
            failure_reason = NULL, tokens = excluded.tokens, seconds = excluded.seconds, probabilities = excluded.probabilities,
            mass = excluded.mass, text = excluded.text, is_superseded = excluded.is_superseded
            WHERE judgments.failure_reason IS NOT NULL AND excluded.failure_reason IS NULL
        """);

    private static readonly BulkTable Votes = new(
        "votes",
        [
            "tournament_id", "key", "first_id", "second_id", "outcome", "weight", "cluster_id", "category_id", "worker_id", "judge_id", "style_names_id",
            "styles", "is_both_bad",
        ],
        ["tournament_id", "key"],
        "DO NOTHING");

    private readonly StoreConnection _connection;
    private readonly string _tournamentName;
    private readonly int _tournament;
    private readonly bool _hasMatrix;
    private readonly KeyHasher _hasher = new();
    private readonly List<Statement> _statements = [];
    private readonly Dictionary<string, int?> _prompts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _contestants = new(StringComparer.Ordinal);
    private Dictionary<string, int>? _known;
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _judges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredJudge> _recordedJudges = new(StringComparer.Ordinal);
    private readonly Dictionary<UInt128, uint> _equalVotes = [];
    private readonly Statement _findPrompt;
    private readonly Statement _readPrompt;
    private readonly Statement _addPrompt;
    private readonly Statement _completePrompt;
    private readonly Statement _setCategory;
    private readonly Statement _setReference;
    private readonly Statement _findText;
    private readonly Statement _addText;
    private readonly Statement _readContestants;
    private readonly Statement _addContestant;
    private readonly Statement _findLabel;
    private readonly Statement _addLabel;
    private readonly Statement _findJudge;
    private readonly Statement _addJudge;
    private readonly Statement _addResponse;
    private readonly Statement _findResponse;
    private readonly Statement _readResponseHash;
    private readonly BulkInsert _addJudgment;
    private readonly List<(int Prompt, UInt128 Key, Judgment Judgment, StoredJudge Judge, Func<string, BadInputException>? Refuse)> _pending = [];
    private readonly HashSet<(int Prompt, UInt128 Key)> _pendingKeys = [];
    private readonly Statement _readJudgment;
    private readonly BulkInsert _addVote;
    private readonly List<AddedVote> _pendingVotes = [];
    private readonly Statement _setPrompt;
    private readonly Statement _setResponse;
    private Statement? _shownTexts;
    private Statement? _castVote;
    private ImportCounts _added;
    private ImportCounts _alreadyThere;

    public StoreWriter(StoreConnection connection, string tournament, DateTimeOffset now)
    {
        _connection = connection;
        _tournamentName = tournament;
        _findPrompt = Prepare("SELECT id FROM prompts WHERE tournament_id = ?1 AND name = ?2");
        _readPrompt = Prepare(
            "SELECT p.text_id, t.body, p.reference FROM prompts p JOIN texts t ON t.id = p.text_id WHERE p.id = ?1");
        _addPrompt = Prepare(
            """
            INSERT INTO prompts (tournament_id, name, text_id, reference, category, language) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            RETURNING id
            """);
        _completePrompt = Prepare(
            """
            UPDATE prompts SET reference = coalesce(reference, ?2), category = coalesce(category, ?3), language = coalesce(language, ?4)
            WHERE id = ?1 AND category IS NOT DISTINCT FROM coalesce(category, ?3)
            """);
        _setCategory = Prepare("UPDATE prompts SET category = ?2 WHERE id = ?1");
        _setReference = Prepare("UPDATE prompts SET reference = ?2 WHERE id = ?1 AND reference IS DISTINCT FROM ?2");
        _findText = Prepare("SELECT id FROM texts WHERE hash = ?1");
        _addText = Prepare("INSERT INTO texts (hash, body) VALUES (?1, ?2) RETURNING id");
        _readContestants = Prepare("SELECT id, name FROM contestants WHERE tournament_id = ?1");
        _addContestant = Prepare("INSERT INTO contestants (tournament_id, name) VALUES (?1, ?2) RETURNING id");
        _findLabel = Prepare("SELECT id FROM labels WHERE tournament_id = ?1 AND name = ?2");
        _addLabel = Prepare("INSERT INTO labels (tournament_id, name) VALUES (?1, ?2) RETURNING id");
        _findJudge = Prepare("SELECT id FROM judges WHERE fingerprint = ?1");

        // Another process may add the same judge at the same time; the update changes nothing and gives the number of its row.
        _addJudge = Prepare(
            """
            INSERT INTO judges (name, fingerprint, kind, protocol) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (fingerprint) DO UPDATE SET name = judges.name RETURNING id
            """);
        _addResponse = Prepare(
            "INSERT INTO responses (prompt_id, contestant_id, text_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
        _findResponse = Prepare("SELECT text_id FROM responses WHERE prompt_id = ?1 AND contestant_id = ?2");
        _readResponseHash = Prepare(
            "SELECT t.hash FROM responses r JOIN texts t ON t.id = r.text_id WHERE r.prompt_id = ?1 AND r.contestant_id = ?2");

        _addJudgment = connection.Bulk(Judgments);
        _readJudgment = Prepare(
            "SELECT verdict, first_win_probability, score, weight FROM judgments WHERE prompt_id = ?1 AND key = ?2");
        _addVote = connection.Bulk(Votes);
        _setPrompt = Prepare("UPDATE prompts SET text_id = ?2, reference = ?3, category = ?4, language = ?5 WHERE id = ?1 AND category IS NOT DISTINCT FROM ?4");
        _setResponse = Prepare(
            """
            INSERT INTO responses (prompt_id, contestant_id, text_id) VALUES (?1, ?2, ?3)
            ON CONFLICT (prompt_id, contestant_id) DO UPDATE SET text_id = excluded.text_id WHERE responses.text_id <> excluded.text_id
            """);

        // It is looked for first, because an insert that changes nothing still uses up a row number of PostgreSQL.
        var find = Prepare("SELECT id, has_win_matrix FROM tournaments WHERE name = ?1");
        find.Bind(tournament);
        (_tournament, _hasMatrix) = find.Read()
            ? (find.Int(0), find.Bool(1))
            : (Prepare("INSERT INTO tournaments (name, created_at, has_win_matrix) VALUES (?1, ?2, ?3) RETURNING id").Number(tournament, now, true)!.Value, true);
    }

    public StoreChange Change => new(_added, _alreadyThere);

    public void Add(ImportRecord record)
    {
        foreach (var prompt in record.Prompts)
        {
            AddPrompt(prompt, record.Refuse);
        }

        foreach (var (prompt, reference) in record.References)
        {
            var isNew = _setReference.Run(FindPrompt(prompt, record.Refuse), StoreJson.Write(reference)) > 0;
            Count(isNew, new ImportCounts(References: 1));
        }

        foreach (var response in record.Responses)
        {
            AddResponse(response, record.Refuse);
        }

        foreach (var judgment in record.Judgments)
        {
            AddRecordedJudgment(judgment, record.Refuse);
        }

        foreach (var vote in record.Votes)
        {
            AddVote(vote, record.Source, null, []);
        }
    }

    /// <summary>Adds a judgment whose key is known.</summary>
    public void AddJudgment(StoredJudge judge, Judgment judgment, JudgmentKey key, Func<string, BadInputException> refuse) =>
        AddJudgment(judge, judgment, FindPrompt(judgment.PromptId, refuse), key, refuse);

    /// <summary>Takes a prompt as the tournament has it now, whatever was there.</summary>
    public void SetPrompt(Prompt prompt, Func<string, BadInputException> refuse)
    {
        if (FindPrompt(prompt.Id) is not { } id)
        {
            AddPrompt(prompt, refuse);
            return;
        }

        var reference = prompt.Reference.Count == 0 ? null : StoreJson.Write(prompt.Reference);
        var text = FindPromptText(prompt);
        if (_setPrompt.Run(id, text, reference, prompt.Category, prompt.Language) == 0)
        {
            SetCategory(id, prompt.Category);
            _setPrompt.Run(id, text, reference, prompt.Category, prompt.Language);
        }
    }

    /// <summary>Takes a response as the tournament has it now, whatever was there.</summary>
    public void SetResponse(Response response, Func<string, BadInputException> refuse) => _setResponse.Run(
        FindPrompt(response.PromptId, refuse),
        FindContestant(response.Contestant),
        FindText(ContentHash.Of(response), () => StoreJson.Write(response.Turns)));

    public void AddJudgment(StoredJudge judge, Judgment judgment, Func<string, BadInputException> refuse)
    {
        var prompt = FindPrompt(judgment.PromptId, refuse);
        AddJudgment(judge, judgment, prompt, KeyOf(judge, judgment, prompt, refuse), refuse);
    }

    /// <summary>Adds a vote.</summary>
    /// <param name="vote">The vote.</param>
    /// <param name="source">The file's name.</param>
    /// <param name="styleNames">Names of the style covariates as a JSON array; null where there are none.</param>
    /// <param name="styles">The covariates.</param>
    /// <exception cref="BadInputException">The weight is out of its range.</exception>
    public void AddVote(in Battle vote, string source, string? styleNames, ReadOnlySpan<double> styles)
    {
        if (WeightFault(vote.Weight) is { } fault)
        {
            throw new BadInputException(source, fault);
        }

        // Two files may say the same of two acts where nothing tells who voted on what; in one file, equal lines are equal acts.
        _hasher.Add(vote.Cluster is null && vote.Worker is null ? source : null)
            .Add(vote.First).Add(vote.Second).Add(vote.Outcome).Add(vote.Weight)
            .Add(vote.Cluster).Add(vote.Category).Add(vote.Judge).Add(vote.Worker).Add(styleNames);
        foreach (var style in styles)
        {
            _hasher.Add(style);
        }

        var hash = _hasher.Finish();
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_equalVotes, hash, out _);
        var key = hash + count++;
        var (first, second) = (FindContestant(vote.First), FindContestant(vote.Second));
        int? judge = vote.Judge is null ? null : FindJudge(RecordedJudge(vote.Judge));
        _pendingVotes.Add(new AddedVote(judge ?? 0, vote.Category, first, second, string.CompareOrdinal(vote.First, vote.Second) > 0, vote.Outcome, vote.Weight));
        _addVote
            .With(_tournament)
            .With(Bytes(key))
            .With(first)
            .With(second)
            .With(vote.Outcome)
            .With(vote.Weight)
            .With(FindLabel(vote.Cluster))
            .With(FindLabel(vote.Category))
            .With(FindLabel(vote.Worker))
            .With(judge)
            .With(FindLabel(styleNames))
            .With(styles.IsEmpty ? null : StoreJson.Write(styles.ToArray()))
            .With(false)
            .Add();
        if (_addVote.Count == LargestBulk)
        {
            FlushVotes();
        }
    }

    /// <summary>Writes what is held back.</summary>
    public void Flush()
    {
        FlushJudgments();
        FlushVotes();
        FlushMatrix();
    }

    public void Dispose()
    {
        _statements.ForEach(s => s.Dispose());
        _addJudgment.Dispose();
        _addVote.Dispose();
        _addToMatrix?.Dispose();
    }

    private void AddPrompt(Prompt prompt, Func<string, BadInputException> refuse)
    {
        var text = FindPromptText(prompt);
        var reference = prompt.Reference.Count == 0 ? null : StoreJson.Write(prompt.Reference);
        if (FindPrompt(prompt.Id) is not { } id)
        {
            _prompts[prompt.Id] =
                _addPrompt.Number(_tournament, prompt.Id, text, reference, prompt.Category, prompt.Language)!.Value;
            Count(isNew: true, new ImportCounts(Prompts: 1));
            return;
        }

        if (_readPrompt.Number(id) != text)
        {
            throw refuse(
                $"prompt \"{prompt.Id}\" is in tournament \"{_tournamentName}\" with another text; import into another tournament");
        }

        if (_completePrompt.Run(id, reference, prompt.Category, prompt.Language) == 0)
        {
            SetCategory(id, prompt.Category);
            _completePrompt.Run(id, reference, prompt.Category, prompt.Language);
        }

        Count(isNew: false, new ImportCounts(Prompts: 1));
    }

    private int FindPromptText(Prompt prompt) => FindText(
        ContentHash.Of(prompt with { Reference = [] }),
        () => StoreJson.Write(new PromptBody(prompt.Turns, prompt.System, prompt.Context.Count == 0 ? null : prompt.Context)));

    private void AddResponse(Response response, Func<string, BadInputException> refuse)
    {
        var prompt = FindPrompt(response.PromptId, refuse);
        var contestant = FindContestant(response.Contestant);
        var text = FindText(ContentHash.Of(response), () => StoreJson.Write(response.Turns));
        var isNew = _addResponse.Run(prompt, contestant, text) > 0;
        if (!isNew && _findResponse.Number(prompt, contestant) != text)
        {
            throw refuse(
                $"contestant \"{response.Contestant}\" has answered prompt \"{response.PromptId}\" in tournament " +
                $"\"{_tournamentName}\" with another text; import into another tournament");
        }

        Count(isNew, new ImportCounts(Responses: 1));
    }

    private void AddRecordedJudgment(Judgment judgment, Func<string, BadInputException> refuse)
    {
        var judge = RecordedJudge(judgment.Judge);
        var prompt = FindPrompt(judgment.PromptId, refuse);
        var key = JudgmentKey.OfNames(_hasher, judge.Fingerprint, judgment);
        AddJudgment(judge, judgment, prompt, key, refuse, isRecorded: true);
    }

    private void AddJudgment(
        StoredJudge judge, Judgment judgment, int prompt, JudgmentKey key, Func<string, BadInputException> refuse, bool isRecorded = false)
    {
        if (Fault(judgment) is { } fault)
        {
            throw refuse(fault);
        }

        if (_addJudgment.Count == LargestBulk || _pendingKeys.Contains((prompt, key.Value)))
        {
            FlushJudgments();
        }

        // A failed judgment is no battle, and changes none.
        var judgeId = FindJudge(judge);
        if (judgment is { Second: not null, IsFailed: false })
        {
            Touch(prompt, judgeId);
        }

        _pendingKeys.Add((prompt, key.Value));
        _pending.Add((prompt, key.Value, judgment, judge, isRecorded && !judgment.IsFailed ? refuse : null));
        _addJudgment
            .With(prompt)
            .With(Bytes(key.Value))
            .With(judgeId)
            .With(FindContestant(judgment.First))
            .With(judgment.Second is null ? null : FindContestant(judgment.Second))
            .With(judgment.Turn)
            .With(judgment.Repeat)
            .With(judgment.IsOrderKnown)
            .With((int)judgment.Verdict)
            .With(judgment.FirstWinProbability)
            .With(judgment.Score)
            .With(judgment.Weight)
            .With(judgment.FailureReason)
            .With(judgment.Tokens)
            .With(judgment.Seconds)
            .With(StoredProbabilities.Write(judgment.Probabilities))
            .With(judgment.Mass)
            .With(judgment.Text)
            .With(false)
            .Add();
    }

    /// <summary>Writes the judgments that are held back; what a file says must be what is there.</summary>
    private void FlushJudgments()
    {
        foreach (var (isNew, pending) in _addJudgment.Flush().Zip(_pending))
        {
            Count(isNew, new ImportCounts(Judgments: 1));
            if (!isNew && pending.Refuse is { } refuse)
            {
                _readJudgment.Bind(pending.Prompt, Bytes(pending.Key));
                _readJudgment.Read();
                var judgment = pending.Judgment;
                var isSame = (Verdict)_readJudgment.Int(0) == judgment.Verdict
                    && _readJudgment.DoubleOrNull(1) == judgment.FirstWinProbability
                    && _readJudgment.DoubleOrNull(2) == judgment.Score
                    && _readJudgment.Double(3) == judgment.Weight;
                if (!isSame)
                {
                    throw refuse(
                        $"judge \"{pending.Judge.Name}\" has judged prompt \"{judgment.PromptId}\" in tournament \"{_tournamentName}\" " +
                        "with another result; import into another tournament");
                }
            }
        }

        _pending.Clear();
        _pendingKeys.Clear();
    }

    private void FlushVotes()
    {
        foreach (var (isNew, vote) in _addVote.Flush().Zip(_pendingVotes))
        {
            Count(isNew, new ImportCounts(Battles: 1));
            if (isNew)
            {
                AddToMatrix(vote);
            }
        }

        _pendingVotes.Clear();
    }

    private static string? Fault(Judgment judgment) => judgment switch
    {
        { First: "" } or { Second: "" } => "a contestant has no name",
        _ when judgment.First == judgment.Second => $"contestant \"{judgment.First}\" is set against itself",
        _ when WeightFault(judgment.Weight) is { } fault => fault,
        { FirstWinProbability: not (null or (>= 0 and <= 1)) } => $"probability {judgment.FirstWinProbability} is not in [0, 1]",
        { IsFailed: true } => judgment is { Score: null, FirstWinProbability: null, Verdict: Verdict.Failed }
            ? null
            : "a failed judgment has a verdict or a score",
        { Second: null } => judgment is { Score: { } score, FirstWinProbability: null, Verdict: Verdict.Failed } && double.IsFinite(score)
            ? null
            : "a pointwise judgment needs a score and no verdict, or a reason why there is none",
        _ => judgment is { Score: null, Verdict: not Verdict.Failed }
            ? null
            : "a pairwise judgment needs a verdict and no score, or a reason why there is none",
    };

    private JudgmentKey KeyOf(StoredJudge judge, Judgment judgment, int prompt, Func<string, BadInputException> refuse)
    {
        if (judge.Kind == JudgeKind.Recorded)
        {
            return JudgmentKey.OfNames(_hasher, judge.Fingerprint, judgment);
        }

        return JudgmentKey.OfContents(
            judge.Fingerprint,
            ContentHash.Of(ReadPrompt(judgment.PromptId, prompt)),
            (judgment.First, ResponseHash(judgment.First)),
            judgment.Second is null ? null : (judgment.Second, ResponseHash(judgment.Second)),
            judgment.Turn,
            judgment.Repeat);

        string ResponseHash(string contestant)
        {
            _readResponseHash.Bind(prompt, FindContestant(contestant));
            return _readResponseHash.Read()
                ? Convert.ToHexStringLower(_readResponseHash.Bytes(0))
                : throw refuse($"contestant \"{contestant}\" has no answer to prompt \"{judgment.PromptId}\" that could be judged");
        }
    }

    private Prompt ReadPrompt(string name, int id)
    {
        _readPrompt.Bind(id);
        _readPrompt.Read();
        return ReadPrompt(name, _readPrompt.Text(1), _readPrompt.TextOrNull(2));
    }

    internal static Prompt ReadPrompt(string name, string text, string? reference)
    {
        var body = StoreJson.ReadPrompt(text);
        return new Prompt(name, body.Turns)
        {
            System = body.System,
            Context = body.Context ?? [],
            Reference = reference is null ? [] : StoreJson.ReadTexts(reference),
        };
    }

    private int FindPrompt(string name, Func<string, BadInputException> refuse) =>
        FindPrompt(name) ?? throw refuse(
            $"prompt \"{name}\" is not in tournament \"{_tournamentName}\"; import the file that asks it first");

    private int? FindPrompt(string name)
    {
        if (!_prompts.TryGetValue(name, out var id))
        {
            _prompts[name] = id = _findPrompt.Number(_tournament, name);
        }

        return id;
    }

    private int FindContestant(string name)
    {
        if (_known is null)
        {
            // A tournament has few of them, and a server is asked once instead of once for each.
            _known = new(StringComparer.Ordinal);
            _readContestants.Bind(_tournament);
            while (_readContestants.Read())
            {
                _known.Add(_readContestants.Text(1), _readContestants.Int(0));
            }
        }

        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_contestants, name, out var isCounted);
        if (!isCounted)
        {
            var isNew = !_known.TryGetValue(name, out id);
            Count(isNew, new ImportCounts(Contestants: 1));
            if (isNew)
            {
                id = _addContestant.Number(_tournament, name)!.Value;
            }
        }

        return id;
    }

    private int? FindLabel(string? name)
    {
        if (name is null)
        {
            return null;
        }

        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_labels, name, out var isKnown);
        if (!isKnown)
        {
            id = _findLabel.Number(_tournament, name) ?? _addLabel.Number(_tournament, name)!.Value;
        }

        return id;
    }

    private int FindJudge(StoredJudge judge)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_judges, judge.Fingerprint, out var isKnown);
        if (!isKnown)
        {
            id = _findJudge.Number(judge.Fingerprint) ?? _addJudge.Number(judge.Name, judge.Fingerprint, (int)judge.Kind, (int?)judge.Protocol)!.Value;
        }

        return id;
    }

    private StoredJudge RecordedJudge(string name)
    {
        ref var judge = ref CollectionsMarshal.GetValueRefOrAddDefault(_recordedJudges, name, out _);
        return judge ??= StoredJudge.Recorded(name);
    }

    private int FindText(string hash, Func<string> body)
    {
        var bytes = Convert.FromHexString(hash);
        return _findText.Number(bytes) ?? _addText.Number(bytes, body())!.Value;
    }

    private void Count(bool isNew, ImportCounts counts)
    {
        if (isNew)
        {
            _added += counts;
        }
        else
        {
            _alreadyThere += counts;
        }
    }

    private Statement Prepare(string sql)
    {
        var statement = _connection.Prepare(sql);
        _statements.Add(statement);
        return statement;
    }

    private static byte[] Bytes(UInt128 key)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return bytes;
    }
}
