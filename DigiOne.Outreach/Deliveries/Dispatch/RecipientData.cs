using System.Text.Json.Nodes;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Deliveries;

/// <summary>What a template sees: the variant's own data, and beside it who gets the message and from whom.</summary>
internal static class RecipientData
{
    internal static JsonObject Fill(JsonObject shared, Configuration.OrganisationOptions organisation, RecipientFields recipient)
    {
        var data = (JsonObject)shared.DeepClone();
        data["organisation"] = new JsonObject { ["name"] = organisation.Name, ["url"] = organisation.PublicBaseUrl.ToString() };
        data["contact"] = new JsonObject
        {
            ["name"] = recipient.Name,
            ["address"] = recipient.Address,
            ["language"] = recipient.Language,
            ["municipality"] = recipient.Municipality,
        };
        data["links"] = new JsonObject
        {
            ["unsubscribe"] = recipient.Links.Unsubscribe,
            ["preferences"] = recipient.Links.Preferences,
            ["confirm"] = recipient.Links.Confirm,
        };
        data["list"] = recipient.ListName is null ? null : new JsonObject { ["name"] = recipient.ListName };
        return data;
    }
}

/// <summary>What differs per recipient.</summary>
/// <param name="Name">Name, or empty.</param>
/// <param name="Address">Address as typed.</param>
/// <param name="Language">Language of the variant.</param>
/// <param name="Municipality">Name of the municipality in that language, or null.</param>
/// <param name="ListName">Name of the list that it comes from, or null.</param>
/// <param name="Links">The recipient's own links.</param>
internal sealed record RecipientFields(string Name, string Address, string Language, string? Municipality, string? ListName, RecipientLinks Links);
