using System.CommandLine;
using Arena.Core.Storage;
using Arena.Judges.Engines.OpenAI;
using Arena.Web.Site;
using Arena.Web.Site.Votes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena web</c>: the site of a store, until it is ended.</summary>
internal static class WebCommand
{
    /// <summary>What visitors must know where others than this machine reach the site: a variable of the environment, or a user secret.</summary>
    public const string Token = "ARENA_ADMIN_TOKEN";

    /// <summary>What they must know to vote: a token for all, or <c>NAME:TOKEN;NAME:TOKEN</c>.</summary>
    public const string VoteToken = "ARENA_VOTE_TOKEN";

    private const int ShortestToken = 12;

    public static Command Create(TimeProvider time)
    {
        var urls = new Option<string>("--urls")
        {
            Description = $"Where to listen; several with semicolons between. Others than this machine reach it only with {Token} set, and must then know it.",
            HelpName = "URLS",
            DefaultValueFactory = _ => "http://127.0.0.1:5080",
        };
        var command = new Command("web", "The site of the store: leaderboards, head to head, every judgment with its texts, runs as they go, and blind votes.") { urls };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(urls)!, parsed.GetValue(GlobalOptions.Db)!, new Terminal(parsed), time, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string urls, string db, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = Read(urls, db);
        using var log = new ConsoleLoggerProvider(new Unchanging(new ConsoleLoggerOptions { LogToStandardErrorThreshold = Microsoft.Extensions.Logging.LogLevel.Trace }));
        await using var site = SiteHost.Create(options, time, log);
        try
        {
            await site.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new UsageException($"--urls {urls} cannot be listened on: {e.Message} Choose another port.", e);
        }

        foreach (var address in site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)
        {
            terminal.Out.WriteLine($"The site of {(StoreLocation.IsPostgres(db) ? StoreLocation.NameOf(db) : Path.GetFileName(db))} is at {address}{(options.Token is null ? "" : ", for who knows the token")}. Ctrl-C ends it.");
        }

        if (!options.Addresses.IsLocal && options.Voters is null)
        {
            terminal.Out.WriteLine($"Nobody can vote on it: set {VoteToken} to a token that voters must know, and start it again.");
        }

        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // This is how it ends.
        }

        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(3), time);
        await site.StopAsync(grace.Token);
        return ExitCode.Done;
    }

    private static SiteOptions Read(string urls, string db)
    {
        SiteAddresses addresses;
        try
        {
            addresses = SiteAddresses.Parse(urls);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message, e);
        }

        var settings = ApiKeys.Load();
        var token = settings[Token] is { Length: > 0 } set ? set : null;
        return (addresses.IsLocal, token) switch
        {
            (false, null) => throw new UsageException(
                $"--urls {urls} can be reached from other machines: set {Token} to a secret of {ShortestToken} characters or more that visitors must know " +
                $"(a variable of the environment, or `dotnet user-secrets set {Token} SECRET --id {ApiKeys.SecretsId}`), or listen on http://127.0.0.1:5080."),
            (_, { Length: < ShortestToken }) => throw new UsageException($"{Token} is too short to keep anybody out: make it {ShortestToken} characters or more."),
            _ => new SiteOptions(db, addresses, token) { Voters = settings[VoteToken] is { Length: > 0 } voters ? ReadVoters(voters) : null },
        };
    }

    private static VoterTokens ReadVoters(string setting)
    {
        try
        {
            return VoterTokens.Parse(setting);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{VoteToken} {e.Message}. It is one token, or NAME:TOKEN for everybody who votes with semicolons between.", e);
        }
    }

    /// <summary>Options that stay as they are.</summary>
    private sealed class Unchanging(ConsoleLoggerOptions options) : IOptionsMonitor<ConsoleLoggerOptions>
    {
        public ConsoleLoggerOptions CurrentValue => options;

        public ConsoleLoggerOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<ConsoleLoggerOptions, string?> listener) => null;
    }
}
