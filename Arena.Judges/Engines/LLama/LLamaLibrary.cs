using LLama.Native;

namespace Arena.Judges.Engines.LLama;

/// <summary>llama.cpp in this process: which native library is loaded, and who may use it.</summary>
internal static class LLamaLibrary
{
    /// <summary>Whether this build can compute on a GPU.</summary>
#if LLAMA_CUDA12
    public const bool HasCuda = true;
#else
    public const bool HasCuda = false;
#endif

    /// <summary>
    /// Held by whoever loads, decodes or frees. llama.cpp has state that the whole process shares (its log; with CUDA, the device's), so
    /// that two models must not compute at once.
    /// </summary>
    public static SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Says which native library to load. To be called before the first native call, and harmless afterwards.</summary>
    public static void Configure()
    {
        if (!NativeLibraryConfig.LLama.LibraryHasLoaded)
        {
            // By itself the loader would look into the current folder first, whosever libraries lie there.
            NativeLibraryConfig.All
                .WithSearchDirectory(AppContext.BaseDirectory)
                .WithCuda(HasCuda)
                .WithVulkan(false)
                .WithAutoFallback(false);
        }
    }
}
