using System.Buffers.Binary;
using System.Collections;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Arena.Core.Statistics;

namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// What to show people who vote. Unlike an <see cref="IPairingStrategy"/>, which plans whole batches of verdicts that will come, this asks for one vote at a time of
/// people who come and go, who may all be asked the same, and of whom each is asked it once.
/// <para>
/// The pair of contestants is the one whose win rate is least certain: with w of n votes won and a uniform prior, the one with the greatest variance of
/// Beta(1 + w, 1 + n − w). That is the pair with the fewest votes first, and of pairs with equally many the one that is closest. The prompt is the one on which that
/// pair has the fewest votes, then the one with the fewest votes in all. What is still equal, and who stands left, is drawn from a seed.
/// </para>
/// Not safe for use from several threads at once.
/// </summary>
public sealed class VotePairing
{
    private readonly IReadOnlyList<BitArray> _answered;
    private readonly int _contestants, _prompts;
    private readonly long _seed;
    private readonly int[] _shared, _votesOfPrompt;
    private readonly double[] _votes, _points;
    private readonly Dictionary<PlannedComparison, int> _votesOfComparison = [];
    private readonly Dictionary<string, HashSet<PlannedComparison>> _ofVoter = new(StringComparer.Ordinal);

    /// <summary>Starts without votes.</summary>
    /// <param name="answered">For every contestant, which prompts it responded to; all of one length.</param>
    /// <param name="seed">The seed.</param>
    public VotePairing(IReadOnlyList<BitArray> answered, long seed)
    {
        ArgumentNullException.ThrowIfNull(answered);
        (_answered, _contestants, _prompts, _seed) = (answered, answered.Count, answered.Count == 0 ? 0 : answered[0].Length, seed);
        var pairs = _contestants * _contestants;
        (_shared, _votes, _points, _votesOfPrompt) = (new int[pairs], new double[pairs], new double[pairs], new int[_prompts]);
        var words = Array.ConvertAll([.. answered], Words);
        for (var i = 0; i < _contestants; i++)
        {
            for (var j = i + 1; j < _contestants; j++)
            {
                _shared[Pair(i, j)] = words[i].Zip(words[j], (one, other) => BitOperations.PopCount((uint)(one & other))).Sum();
            }
        }
    }

    /// <summary>Takes a vote in.</summary>
    /// <param name="first">Number of a contestant.</param>
    /// <param name="second">Number of the other.</param>
    /// <param name="points">What the first earned, in [0, 1].</param>
    /// <param name="prompt">Number of the prompt; null where it is not known.</param>
    /// <param name="voter">Who voted; null where it is not known.</param>
    public void Add(int first, int second, double points, int? prompt = null, string? voter = null)
    {
        Preconditions.InUnitInterval(points, nameof(points));
        var pair = Pair(first, second);
        _votes[pair]++;
        _points[pair] += first < second ? points : 1 - points;
        if (prompt is { } number)
        {
            var comparison = new PlannedComparison(number, first, second);
            _votesOfPrompt[number]++;
            _votesOfComparison[comparison] = _votesOfComparison.GetValueOrDefault(comparison) + 1;
            if (voter is not null && _answered[first][number] && _answered[second][number])
            {
                if (!_ofVoter.TryGetValue(voter, out var own))
                {
                    _ofVoter.Add(voter, own = []);
                }

                own.Add(comparison);
            }
        }
    }

    /// <summary>On how many different comparisons somebody has voted.</summary>
    /// <param name="voter">Who.</param>
    public int VotesOf(string voter) => _ofVoter.TryGetValue(voter, out var own) ? own.Count : 0;

    /// <summary>Whether somebody has voted on a comparison.</summary>
    /// <param name="voter">Who.</param>
    /// <param name="comparison">The comparison.</param>
    public bool HasVoted(string voter, PlannedComparison comparison) => _ofVoter.TryGetValue(voter, out var own) && own.Contains(comparison);

    /// <summary>What to show somebody next; null where they have voted on everything. The same, until a vote is taken in or others are shown something else.</summary>
    /// <param name="voter">Who.</param>
    /// <param name="open">What others are shown at this moment; it is counted as if they had said that neither is better.</param>
    public ShownComparison? Next(string voter, IReadOnlyCollection<PlannedComparison> open)
    {
        ArgumentNullException.ThrowIfNull(voter);
        ArgumentNullException.ThrowIfNull(open);
        var own = _ofVoter.GetValueOrDefault(voter) ?? [];
        var random = new DeterministicRandom(_seed, StreamOf(voter, own.Count));
        var waiting = open.CountBy(comparison => Pair(comparison.First, comparison.Second)).ToDictionary();
        var voted = own.CountBy(comparison => Pair(comparison.First, comparison.Second)).ToDictionary();
        (int First, int Second)? best = null;
        var (greatest, ties) = (0.0, 0);
        for (var i = 0; i < _contestants; i++)
        {
            for (var j = i + 1; j < _contestants; j++)
            {
                var pair = Pair(i, j);
                if (_shared[pair] > voted.GetValueOrDefault(pair))
                {
                    var variance = Variance(pair, waiting.GetValueOrDefault(pair));
                    ties = variance > greatest ? 1 : variance == greatest ? ties + 1 : ties;
                    if (variance > greatest || (variance == greatest && random.NextInt(ties) == 0))
                    {
                        (best, greatest) = ((i, j), variance);
                    }
                }
            }
        }

        return best is { } found ? Show(found.First, found.Second, own, open, random) : null;
    }

    private ShownComparison Show(int first, int second, HashSet<PlannedComparison> own, IReadOnlyCollection<PlannedComparison> open, DeterministicRandom random)
    {
        var waiting = open.CountBy(comparison => comparison).ToDictionary();
        var (best, fewest, ties) = (-1, (int.MaxValue, int.MaxValue), 0);
        for (var prompt = 0; prompt < _prompts; prompt++)
        {
            if (_answered[first][prompt] && _answered[second][prompt] && new PlannedComparison(prompt, first, second) is var comparison && !own.Contains(comparison))
            {
                var votes = (_votesOfComparison.GetValueOrDefault(comparison) + waiting.GetValueOrDefault(comparison), _votesOfPrompt[prompt]);
                var order = votes.CompareTo(fewest);
                ties = order < 0 ? 1 : order == 0 ? ties + 1 : ties;
                if (order < 0 || (order == 0 && random.NextInt(ties) == 0))
                {
                    (best, fewest) = (prompt, votes);
                }
            }
        }

        return random.NextInt(2) == 0 ? new(best, first, second) : new(best, second, first);
    }

    private double Variance(int pair, int waiting)
    {
        var won = 1 + _points[pair] + (waiting / 2.0);
        var all = 2 + _votes[pair] + waiting;
        return won * (all - won) / (all * all * (all + 1));
    }

    private int Pair(int first, int second) => first < second ? (first * _contestants) + second : (second * _contestants) + first;

    /// <summary>The same for a name on every machine.</summary>
    private static long StreamOf(string voter, int votes)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(voter));
        return BinaryPrimitives.ReadInt64LittleEndian(hash) + votes;
    }

    private static int[] Words(BitArray bits)
    {
        var words = new int[(bits.Length + 31) / 32];
        bits.CopyTo(words, 0);
        return words;
    }
}
