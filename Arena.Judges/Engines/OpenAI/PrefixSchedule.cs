using System.Globalization;
using Arena.Core;
using Arena.Judges.Chat;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>
/// In which order to send requests so that a server which keeps the beginnings of finished prompts computes each shared one once:
/// neighbours share the longest beginnings, and the first request with a beginning is over before the others with it start.
/// </summary>
/// <param name="Order">Indices of the requests, in the order to send them.</param>
/// <param name="Leaders">
/// For each place in the order, the earlier place that must be over first; -1 where nothing need be waited for.
/// </param>
/// <param name="Beginning">Stands for what all of them begin with; null where they have nothing in common.</param>
internal sealed record PrefixSchedule(IReadOnlyList<int> Order, IReadOnlyList<int> Leaders, ulong? Beginning)
{
    /// <summary>The schedule of prompts.</summary>
    /// <param name="prompts">The prompts; equal beginnings are found segment by segment.</param>
    public static PrefixSchedule Of(IReadOnlyList<IReadOnlyList<ChatMessage>> prompts)
    {
        (int Message, ChatRole Role, string Text)[][] keys =
        [
            .. prompts.Select(messages => messages
                .SelectMany((message, i) => message.Segments.Select(segment => (i, message.Role, segment)))
                .ToArray()),
        ];
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(order, (a, b) => Compare(keys[a], keys[b]) is var sign && sign != 0 ? sign : a.CompareTo(b));

        var leaders = new int[order.Length];

        // The beginnings of the prompt before, from short to long, each with the first place that has it.
        var open = new Stack<(int Length, int First)>();
        for (var place = 0; place < order.Length; place++)
        {
            var shared = place == 0 ? 0 : Shared(keys[order[place - 1]], keys[order[place]]);
            var leader = -1;
            var first = place - 1;
            while (open.TryPeek(out var longer) && longer.Length >= shared)
            {
                first = longer.First;
                open.Pop();
            }

            if (shared > 0)
            {
                leader = first;
                open.Push((shared, first));
            }

            leaders[place] = leader;
        }

        // In this order the first and the last have in common what all have.
        var common = order.Length == 0 ? 0 : Shared(keys[order[0]], keys[order[^1]]);
        return new(order, leaders, common == 0 ? null : HashOf(keys[order[0]].Take(common)));
    }

    private static ulong HashOf(IEnumerable<(int, ChatRole Role, string Text)> segments) =>
        ulong.Parse(ContentHash.Of(segments.SelectMany(segment => new[] { segment.Role.ToString(), segment.Text })).AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int Shared((int, ChatRole, string)[] a, (int, ChatRole, string)[] b)
    {
        var length = 0;
        while (length < a.Length && length < b.Length && a[length] == b[length])
        {
            length++;
        }

        return length;
    }

    private static int Compare((int Message, ChatRole Role, string Text)[] a, (int Message, ChatRole Role, string Text)[] b)
    {
        var shared = Shared(a, b);
        if (shared == a.Length || shared == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        var (x, y) = (a[shared], b[shared]);
        return x.Message != y.Message ? x.Message.CompareTo(y.Message)
            : x.Role != y.Role ? x.Role.CompareTo(y.Role)
            : string.CompareOrdinal(x.Text, y.Text);
    }
}
