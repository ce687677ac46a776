using Spectre.Console.Rendering;

namespace Arena.Cli;

/// <summary>
/// Takes control characters out of everything printed: names come from the user's files and from language models, and what
/// they hold of terminal commands must not reach the terminal.
/// </summary>
internal sealed class HarmlessText : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Cleaned(renderable));

    private sealed class Cleaned(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        // The console's own commands, such as those of a progress bar, are marked as such and stay.
        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || segment.IsLineBreak || !segment.Text.Any(IsHarmful)
                ? segment
                : new Segment(string.Concat(segment.Text.Select(letter => IsHarmful(letter) ? '\uFFFD' : letter)), segment.Style));

        private static bool IsHarmful(char letter) => char.IsControl(letter) && letter != '\n';
    }
}
