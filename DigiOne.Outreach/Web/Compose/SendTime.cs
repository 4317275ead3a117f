using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Timing;
using DigiOne.Outreach.Web.Components;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>When something is to go out: at once, or at a local time.</summary>
/// <param name="IsNow">At once.</param>
/// <param name="At">Else at this time.</param>
public sealed record SendTime(bool IsNow, TypedTime At)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    internal static SendTime From(Posted form, string name) => new(form[ModeName(name)] == "now", TypedTime.From(form, name));

    /// <summary>The next full hour.</summary>
    internal static SendTime NextHour(LocalTime zone, DateTimeOffset now)
    {
        var local = zone.At(now + Hour);
        return new SendTime(false, TypedTime.Of(local.Date.AddHours(local.Hour)));
    }

    internal static string ModeName(string name) => name + ".mode";

    /// <summary>The field with the time of which its reader has read that mail waits then.</summary>
    internal static string ToldName(string name) => name + ".told";

    /// <summary>Whether whoever sent the form had read what this time means for mail that waits.</summary>
    internal bool WasTold(Posted form, string name) => IsNow || form[ToldName(name)] == At.Text;

    /// <summary>The instant; null, with an error at the field, when there is none or a question is open.</summary>
    internal DateTimeOffset? Read(
        string name, LocalTime zone, DateTimeOffset now, FormErrors errors, IStringLocalizer<ComposeWords> compose)
    {
        if (IsNow)
            return now;
        var (instant, problem) = At.Read(zone);
        if (instant <= now)
            problem = ProblemKind.Past;
        if (problem is { } wrong)
            errors.Add(name, compose[$"Problem.{wrong}", compose["Time"]]);
        return problem is null ? instant : null;
    }
}
