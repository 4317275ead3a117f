using System.Globalization;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Timing;
using DigiOne.Outreach.Web.Compose;

namespace DigiOne.Outreach.Web.Admin.Audience;

/// <summary>A person as they stand in the form: everything typed, right or wrong.</summary>
internal sealed record ContactForm
{
    private const string Day = "yyyy-MM-dd";

    internal string Name { get; init; } = "";

    internal string Language { get; init; } = "";

    internal string Municipality { get; init; } = "";

    internal string Organisation { get; init; } = "";

    internal string Role { get; init; } = "";

    internal string PausedUntil { get; init; } = "";

    internal IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    internal int Revision { get; init; }

    internal DateOnly? PauseDay =>
        DateOnly.TryParseExact(PausedUntil, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && LocalTime.Takes(day.ToDateTime(default)) ? day : null;

    internal static ContactForm Of(Contact contact, IEnumerable<ContactAttribute> attributes, LocalTime zone) => new()
    {
        Name = contact.Name,
        Language = contact.Language,
        Municipality = contact.Municipality ?? "",
        Organisation = contact.Organisation,
        Role = contact.Role,
        PausedUntil = contact.PausedUntil is { } until ? zone.At(until).ToString(Day, CultureInfo.InvariantCulture) : "",
        Attributes = attributes.ToDictionary(attribute => attribute.Key, attribute => ContactAttributes.TextOf(attribute, contact.Attributes)),
        Revision = contact.Revision,
    };

    internal static ContactForm From(Posted form, IEnumerable<ContactAttribute> attributes) => new()
    {
        Name = form["name"],
        Language = form["language"],
        Municipality = form["municipality"],
        Organisation = form["organisation"],
        Role = form["role"],
        PausedUntil = form["pausedUntil"].Trim(),
        Attributes = attributes.ToDictionary(attribute => attribute.Key, attribute => form[$"attributes.{attribute.Key}"]),
        Revision = form.Revision,
    };

    internal ContactDraft ToDraft() => new()
    {
        Name = Name,
        Language = Language,
        Municipality = Municipality,
        Organisation = Organisation,
        Role = Role,
        PausedUntil = PauseDay,
        Attributes = Attributes,
    };
}
