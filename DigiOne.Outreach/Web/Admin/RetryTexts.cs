using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>When relays in trouble are tried again, for the updates of pages that are open.</summary>
internal sealed class RetryTexts(RouteHealth routes, IStringLocalizer<CommonWords> words, Display display, TimeProvider clock)
{
    /// <summary>What <see cref="RetryAt"/> shows, by its name in the updates.</summary>
    internal IReadOnlyDictionary<string, string> All => routes.Troubles.Where(trouble => trouble.Failures > 0)
        .ToDictionary(trouble => RetryAt.IdOf(trouble.Route), trouble => Of(trouble.Until));

    private string Of(DateTimeOffset until) =>
        until > clock.GetUtcNow() ? $"{words["Retry.At"]} {display.DateTime(until, clock.GetUtcNow())}" : words["Retry.Soon"];
}
