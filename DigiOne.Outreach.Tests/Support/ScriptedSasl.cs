using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>The server's side of the SASL mechanisms that a <see cref="ScriptedSmtpServer"/> offers.</summary>
internal static class ScriptedSasl
{
    private const int Iterations = 4096;

    /// <summary>Runs one exchange.</summary>
    /// <param name="mechanism">Its name.</param>
    /// <param name="account">Who may enter.</param>
    /// <param name="initial">What the client said at once, in base64; null for nothing.</param>
    /// <param name="ask">Puts a challenge in base64, and gives the response in base64.</param>
    /// <returns>Whether the client knows the password.</returns>
    internal static async Task<bool> RunAsync(string mechanism, (string UserName, string Password) account, string? initial, Func<string, Task<string>> ask)
    {
        switch (mechanism)
        {
            case "PLAIN":
                return Text(initial ?? await ask("")) == $"\0{account.UserName}\0{account.Password}";
            case "LOGIN":
                return Text(initial ?? await ask(Base64("Username:"))) == account.UserName && Text(await ask(Base64("Password:"))) == account.Password;
            case "CRAM-MD5":
                const string challenge = "<1.1@scripted.test>";
#pragma warning disable CA5351 // The mechanism is made of it.
                var digest = HMACMD5.HashData(Encoding.UTF8.GetBytes(account.Password), Encoding.UTF8.GetBytes(challenge));
#pragma warning restore CA5351
                return Text(await ask(Base64(challenge))) == $"{account.UserName} {Convert.ToHexStringLower(digest)}";
            default:
                return await ScramAsync(account, Text(initial ?? await ask("")), ask);
        }
    }

    // RFC 5802 with SHA-256 (RFC 7677).
    private static async Task<bool> ScramAsync((string UserName, string Password) account, string first, Func<string, Task<string>> ask)
    {
        var bare = first["n,,".Length..];
        var salt = RandomNumberGenerator.GetBytes(16);
        var nonce = $"{Attribute(bare, 'r')}{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}";
        var serverFirst = string.Create(CultureInfo.InvariantCulture, $"r={nonce},s={Convert.ToBase64String(salt)},i={Iterations}");
        var final = Text(await ask(Base64(serverFirst)));

        var salted = Rfc2898DeriveBytes.Pbkdf2(account.Password, salt, Iterations, HashAlgorithmName.SHA256, 32);
        var signed = Encoding.UTF8.GetBytes($"{bare},{serverFirst},{final[..final.LastIndexOf(",p=", StringComparison.Ordinal)]}");
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), signed);
        var proof = clientKey.Zip(signature, (key, bits) => (byte)(key ^ bits)).ToArray();
        if (Attribute(bare, 'n') != account.UserName || Attribute(final, 'r') != nonce || Attribute(final, 'p') != Convert.ToBase64String(proof))
            return false;

        await ask(Base64($"v={Convert.ToBase64String(HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), signed))}"));
        return true;
    }

    private static string Attribute(string message, char name) => message.Split(',').First(part => part[0] == name)[2..];

    private static string Text(string base64) => base64 == "=" ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
