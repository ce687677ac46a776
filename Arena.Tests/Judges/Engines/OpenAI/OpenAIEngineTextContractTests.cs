using Arena.Judges.Engines;

namespace Arena.Tests.Judges.Engines.OpenAI;

/// <summary>The contract over real HTTP: a server with the judge behind it.</summary>
public sealed class OpenAIEngineTextContractTests : TextEngineContract, IAsyncDisposable
{
    private readonly BundledJudge _judge = new("tiny-fair");
    private readonly Stack<ChatServer> _servers = [];

    public async ValueTask DisposeAsync()
    {
        while (_servers.TryPop(out var server))
        {
            await server.DisposeAsync();
        }

        _judge.Dispose();
    }

    protected override async Task<ITextEngine> OpenAsync()
    {
        _servers.Push(await ChatServer.StartAsync(NextTokens.Of(_judge), context: 512));
        return await OpenAIEngines.OpenAsync(_servers.Peek());
    }
}
