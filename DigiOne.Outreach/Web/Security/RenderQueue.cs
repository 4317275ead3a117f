using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace DigiOne.Outreach.Web.Security;

/// <summary>
/// How many templates that came with a request are rendered at once. Each may take the memory of <c>RenderingLimits</c>:
/// a program that sends twenty of the worst together waits in line and does not take the process down.
/// </summary>
internal static class RenderQueue
{
    internal const string Policy = "render";
    internal const int AtOnce = 2;
    internal const int Waiting = 50;

    internal static void Configure(RateLimiterOptions options) =>
        options.AddPolicy(Policy, _ => RateLimitPartition.GetConcurrencyLimiter(
            Policy, _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Waiting }));
}
