using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace DigiOne.Outreach.Web.Security;

/// <summary>How often one address may try to sign in.</summary>
internal static class SignInRate
{
    internal const string Policy = "sign-in";
    internal const int Tries = 10;
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    internal static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = Tries, Window = Window }));
    }
}
