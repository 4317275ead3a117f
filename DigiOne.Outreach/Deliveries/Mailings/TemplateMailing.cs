using System.Text.Json.Nodes;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Deliveries;

/// <summary>A mailing made from a template alone, without a campaign.</summary>
internal sealed record TemplateMailing
{
    /// <summary>Key of the list.</summary>
    internal required string List { get; init; }

    /// <summary>The frozen template.</summary>
    internal required MailTemplate Template { get; init; }

    /// <summary>What the template is filled with, besides organisation, contact, list and links.</summary>
    internal JsonObject Data { get; init; } = [];

    /// <summary>The subject as it stands, in every language; empty for the template's own, else the list's name.</summary>
    internal string Subject { get; init; } = "";

    /// <summary>What the team calls it; empty for the subject.</summary>
    internal string Name { get; init; } = "";

    /// <summary>Key of the sender; empty for the default one.</summary>
    internal string Sender { get; init; } = "";

    /// <summary>The language for people whose language the organisation does not write; empty for its first.</summary>
    internal string Fallback { get; init; } = "";

    /// <summary>When, as <see cref="DueTime"/> reads it; null for now.</summary>
    internal string? At { get; init; }
}
