using DigiOne.Outreach.InfoSessions;
using DigiOne.Outreach.Web.Compose;

namespace DigiOne.Outreach.Web.Admin.Sessions;

/// <summary>An info session as it stands in its form: everything typed, right or wrong.</summary>
internal sealed class SessionForm
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    internal string List { get; init; } = "";

    internal string Sender { get; init; } = "";

    internal string Fallback { get; init; } = "";

    internal TypedTime Starts { get; init; } = new("");

    internal TypedTime Ends { get; init; } = new("");

    internal string Place { get; init; } = "";

    internal string OnlineUrl { get; init; } = "";

    internal int Revision { get; init; }

    internal IReadOnlyList<SessionWordsForm> Texts { get; init; } = [];

    internal static SessionForm Empty(IEnumerable<string> languages) => new()
    {
        Texts = [.. languages.Select(language => new SessionWordsForm(language, "", ""))],
    };

    internal static SessionForm Of(InfoSessionDetail detail, IEnumerable<string> languages) => new()
    {
        List = detail.List.Key,
        Sender = detail.Session.SenderKey,
        Fallback = detail.Session.FallbackLanguage ?? "",
        Starts = TypedTime.Of(detail.Session.StartsAt),
        Ends = TypedTime.Of(detail.Session.EndsAt),
        Place = detail.Session.Place,
        OnlineUrl = detail.Session.OnlineUrl,
        Revision = detail.Session.Revision,
        Texts = [.. languages.Select(language => detail.Session.Texts.SingleOrDefault(text => text.Language == language) is { } text
            ? new SessionWordsForm(language, text.Title, text.Description)
            : new SessionWordsForm(language, "", ""))],
    };

    internal static SessionForm From(Posted form, IEnumerable<string> languages) => new()
    {
        List = form["list"],
        Sender = form["sender"],
        Fallback = form["fallbackLanguage"],
        Starts = TypedTime.From(form, "startsAt"),
        Ends = TypedTime.From(form, "endsAt"),
        Place = form["place"],
        OnlineUrl = form["onlineUrl"].Trim(),
        Revision = form.Revision,
        Texts = [.. languages.Select(language => new SessionWordsForm(language, form[$"texts.{language}.title"], form[$"texts.{language}.description"]))],
    };

    /// <summary>What is handed in. A time that cannot be read is filled in beside the other one, so that all else is judged too.</summary>
    /// <param name="today">Any time, for when there is neither.</param>
    internal InfoSessionDraft ToDraft(DateTime today)
    {
        var starts = Starts.Wall ?? Ends.Wall - Usual ?? today;
        return new InfoSessionDraft
        {
            List = List,
            Sender = Sender,
            FallbackLanguage = Fallback,
            StartsAt = starts,
            EndsAt = Ends.Wall ?? starts + Usual,
            Place = Place.Trim(),
            OnlineUrl = OnlineUrl,
            Texts = Texts.Where(text => !text.IsEmpty).ToDictionary(text => text.Language, text => new SessionText(text.Title, text.Description)),
        };
    }
}

/// <summary>One language of a <see cref="SessionForm"/>.</summary>
internal sealed record SessionWordsForm(string Language, string Title, string Description)
{
    internal bool IsEmpty => string.IsNullOrWhiteSpace(Title + Description);
}
