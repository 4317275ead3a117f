namespace DigiOne.Outreach.Rendering;

/// <summary>What of a mail's data differs per recipient; everything else is the same for all readers of a variant.</summary>
internal enum MailField
{
    /// <summary><c>contact.name</c></summary>
    Name,

    /// <summary><c>contact.address</c></summary>
    Address,

    /// <summary><c>contact.municipality</c></summary>
    Municipality,

    /// <summary><c>links.unsubscribe</c></summary>
    Unsubscribe,

    /// <summary><c>links.preferences</c></summary>
    Preferences,

    /// <summary><c>links.confirm</c></summary>
    Confirm,
}

/// <summary>Where the fields stand in a template's data.</summary>
internal static class MailFields
{
    /// <summary>All of them, in their order.</summary>
    internal static IReadOnlyList<MailField> All { get; } = Enum.GetValues<MailField>();

    /// <summary>Those that are addresses: each holds a secret that no other text has.</summary>
    internal static IReadOnlyList<MailField> Links { get; } = [MailField.Unsubscribe, MailField.Preferences, MailField.Confirm];

    /// <summary>The object and the member that a template reads a field by.</summary>
    internal static (string Object, string Member) PathOf(MailField field) => field switch
    {
        MailField.Name => ("contact", "name"),
        MailField.Address => ("contact", "address"),
        MailField.Municipality => ("contact", "municipality"),
        MailField.Preferences => ("links", "preferences"),
        MailField.Confirm => ("links", "confirm"),
        _ => ("links", "unsubscribe"),
    };
}
