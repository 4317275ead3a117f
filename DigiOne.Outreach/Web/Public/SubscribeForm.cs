using System.Net;
using DigiOne.Outreach.Subscriptions;

namespace DigiOne.Outreach.Web.Public;

/// <summary>The form to subscribe as it was filled in, right or wrong.</summary>
public sealed record SubscribeForm
{
    internal string Address { get; init; } = "";

    internal string Language { get; init; } = "";

    /// <summary>Keys of the lists that are ticked.</summary>
    internal IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Keys of the lists that are offered; empty for all public ones.</summary>
    internal IReadOnlyList<string> Only { get; init; } = [];

    internal string Wording { get; init; } = "";

    internal string Trap { get; init; } = "";

    internal static SubscribeForm From(IFormCollection form) => new()
    {
        Address = form["email"].ToString(),
        Language = form["language"].ToString(),
        Lists = [.. form["list"].OfType<string>()],
        Wording = form["wording"].ToString(),
        Trap = form[TrapName].ToString(),
    };

    /// <summary>The field that people do not see.</summary>
    internal const string TrapName = "website";

    internal SignUpForm ToSignUp(IPAddress? from) => new()
    {
        Address = Address,
        Language = Language,
        Lists = Lists,
        Wording = Wording,
        Trap = Trap,
        From = from,
    };
}
