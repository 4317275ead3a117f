using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DigiOne.Outreach.Identity;

namespace DigiOne.Outreach.Cli;

/// <summary><c>token create</c>: a program's key to the API. Only the secret goes to standard output, and never again.</summary>
internal static class TokenVerb
{
    private const int LongestName = 200;
    private const int MostDays = 3650;

    internal static Command Create()
    {
        var name = new Option<string>("--name") { Description = "What the token is for", Required = true };
        var scopes = new Option<ApiScopes>("--scopes")
        {
            Description = "What it may do: read, write, or read,write",
            HelpName = "read,write",
            CustomParser = ReadScopes,
            DefaultValueFactory = _ => ApiScopes.Read | ApiScopes.Write,
        };
        var days = new Option<int?>("--days") { Description = $"How long it works, 1 to {MostDays}; for ever without" };
        var json = Verb.JsonOption();
        var create = new Command("create", "Make a token for the API and print its secret, once") { name, scopes, days, json }
            .WithDatabase((services, parsed, cancellationToken) => CreateAsync(
                services, parsed, parsed.GetValue(name)!.Trim(), parsed.GetValue(scopes), parsed.GetValue(days), parsed.GetValue(json), cancellationToken));
        return new Command("token", "Look after the tokens of the API") { create };
    }

    private static ApiScopes ReadScopes(ArgumentResult result)
    {
        var scopes = ApiScopes.None;
        foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
            if (word is "read")
                scopes |= ApiScopes.Read;
            else if (word is "write")
                scopes |= ApiScopes.Write;
            else
                result.AddError($"'{word}' is no scope: there are read and write.");
        return scopes;
    }

    private static async Task<int> CreateAsync(
        IServiceProvider services, ParseResult parsed, string name, ApiScopes scopes, int? days, bool json, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > LongestName)
            return parsed.Refuse($"--name: a name has 1 to {LongestName} characters.");
        if (days is < 1 or > MostDays)
            return parsed.Refuse($"--days: {days} is no number from 1 to {MostDays}.");

        var expiresAt = days is { } count ? services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(count) : (DateTimeOffset?)null;
        var (id, secret) = await services.GetRequiredService<ApiTokens>().CreateAsync(name, scopes, expiresAt, cancellationToken);
        var words = Enum.GetValues<ApiScopes>().Where(scope => scope != ApiScopes.None && scopes.HasFlag(scope))
            .Select(scope => scope.ToString().ToLowerInvariant()).ToList();
        if (json)
        {
            parsed.WriteJson(new { Id = id.Value, Name = name, Scopes = words, ExpiresAt = expiresAt, Token = secret });
            return ExitCode.Done;
        }

        parsed.WriteLine(secret);
        parsed.WriteError(string.Create(
            CultureInfo.InvariantCulture,
            $"Keep it: it is not shown again. It may {string.Join(" and ", words)}{(expiresAt is { } end ? $", until {end:yyyy-MM-dd}" : "")}."));
        return ExitCode.Done;
    }
}
