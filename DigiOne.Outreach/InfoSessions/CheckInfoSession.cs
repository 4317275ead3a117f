using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.InfoSessions;

/// <summary>Finds everything that is wrong with a session's draft, at once.</summary>
internal sealed class CheckInfoSession(Addressing addressing, IOptions<OrganisationOptions> organisation)
{
    private const int LongestPlace = 300;
    private const int LongestUrl = 1000;

    internal async Task<CheckedInfoSession> ExecuteAsync(InfoSessionDraft draft, CancellationToken cancellationToken)
    {
        var problems = new List<FieldProblem>();
        foreach (var (language, text) in draft.Texts)
            problems.AddRange(FieldProblem.OfLine($"texts.{language}.title", "The title", text.Title));
        var (list, sender) = await addressing.FindAsync(
            draft.List, draft.Sender, [.. draft.Texts.Keys], draft.FallbackLanguage, problems, cancellationToken);
        Times(problems, draft);
        if (draft.Place.Length == 0 && draft.OnlineUrl.Length == 0)
            problems.Add(FieldProblem.Required("place", "A place or an address to join at"));
        if (draft.Place.Length > LongestPlace)
            problems.Add(FieldProblem.TooLong("place", "The place", LongestPlace));
        if (draft.OnlineUrl.Length > LongestUrl)
            problems.Add(FieldProblem.TooLong("onlineUrl", "The address to join at", LongestUrl));
        if (draft.OnlineUrl.Length > 0
            && !(Uri.TryCreate(draft.OnlineUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            problems.Add(new FieldProblem("onlineUrl", ProblemKind.Malformed, "The address to join at starts with https:// and names a host."));
        return new CheckedInfoSession(list, sender, problems);
    }

    private void Times(List<FieldProblem> problems, InfoSessionDraft draft)
    {
        var zone = draft.TimeZone.Length == 0 ? organisation.Value.TimeZone : draft.TimeZone;
        if (!LocalTime.Knows(zone))
        {
            problems.Add(new FieldProblem("timeZone", ProblemKind.Malformed, $"'{zone}' is no IANA time zone; Europe/Helsinki is one."));
            return;
        }

        var local = new LocalTime(zone);
        Read(problems, local, "startsAt", draft.StartsAt);
        Read(problems, local, "endsAt", draft.EndsAt);
        if (draft.EndsAt <= draft.StartsAt)
            problems.Add(new FieldProblem("endsAt", ProblemKind.EndBeforeStart, "The end is not after the start."));
    }

    private static void Read(List<FieldProblem> problems, LocalTime local, string field, DateTime value)
    {
        if (!LocalTime.Takes(value))
            problems.Add(new FieldProblem(field, ProblemKind.Malformed, "A time in the years 2000 to 2199 is expected."));
        else if (local.Read(value) is LocalReading.Skipped)
            problems.Add(new FieldProblem(field, ProblemKind.SkippedTime, "The clock skips this time when summer time begins."));
        else if (local.Read(value) is LocalReading.Twice)
            problems.Add(new FieldProblem(field, ProblemKind.DoubledTime, "The clock shows this time twice when summer time ends."));
    }
}

/// <summary>A draft's list and sender, where they exist, and what is wrong with it.</summary>
internal sealed record CheckedInfoSession(ListId? List, string? Sender, IReadOnlyList<FieldProblem> Problems);
