using System.CommandLine;
using Arena.Cli.Commands;

return await new RootCommand("Arena judges language models against each other on your own machine.") { WorldCommand.Create() }
    .Parse(args)
    .InvokeAsync()
    .ConfigureAwait(false);
