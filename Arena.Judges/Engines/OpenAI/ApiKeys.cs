using Microsoft.Extensions.Configuration;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>Where the keys of servers are kept: in environment variables and .NET user secrets, nowhere else.</summary>
public static class ApiKeys
{
    /// <summary>The id under which <c>dotnet user-secrets set NAME KEY --id arena</c> keeps a key.</summary>
    public const string SecretsId = "arena";

    /// <summary>Both places together; a variable hides a secret of the same name.</summary>
    public static IConfiguration Load() => new ConfigurationBuilder().AddUserSecrets(SecretsId).AddEnvironmentVariables().Build();
}
