using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Identity;

/// <summary>What tests of sign-in links do, each step as a request of its own.</summary>
internal static class IdentitySteps
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A link's token, as its address carries it.</summary>
    internal static async Task<string> CreateLinkAsync(this StillOutreach identity, string email) =>
        (await identity.Services.UseAsync<SignInLinks, Uri>(links => links.CreateAsync(email, Token))).Segments[^1];

    internal static Task<SignInLinkState> LookAsync(this StillOutreach identity, string token) =>
        identity.Services.UseAsync<SignInLinks, SignInLinkState>(links => links.LookAsync(token, Token));

    internal static Task<SignInLinkState> ConsumeAsync(this StillOutreach identity, string token) =>
        identity.Services.UseAsync<SignInLinks, SignInLinkState>(links => links.ConsumeAsync(token, Token));
}
