using Arena.Core;

namespace Arena.Judges.Engines.LLama;

/// <summary>Opens GGUF models, with LLamaSharp where it was built in: by <c>-p:LLama=Cpu</c> or <c>-p:LLama=Cuda12</c>.</summary>
public static class GgufEngine
{
    /// <summary>Opens a model.</summary>
    /// <param name="path">The .gguf file; of a model in several files, the first.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="cancellationToken">Cancels the loading.</param>
    /// <returns>The engine, which is an <see cref="ITextEngine"/> as well.</returns>
    /// <exception cref="BadInputException">
    /// The file is not a model that can be run as the options ask, or this build has no LLamaSharp.
    /// </exception>
    public static Task<IScoringEngine> OpenAsync(string path, GgufEngineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
#if LLAMA
        return LLamaEngine.OpenAsync(path, options, cancellationToken);
#else
        return Task.FromException<IScoringEngine>(new BadInputException(
            path, "this is a GGUF model, and this build has no LLamaSharp; build with -p:LLama=Cpu or -p:LLama=Cuda12"));
#endif
    }
}
