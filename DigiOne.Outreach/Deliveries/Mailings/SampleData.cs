using System.Text.Json.Nodes;
using DigiOne.Outreach.Configuration;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Data to try a template with: what it was given, and a made-up recipient where nothing was said.</summary>
internal sealed class SampleData(IOptions<OrganisationOptions> organisation)
{
    /// <summary>The data with organisation, contact, links and list filled in; what is given there wins, member by member.</summary>
    internal JsonObject Fill(JsonObject given, string language)
    {
        var data = RecipientData.Fill([], organisation.Value, TryContent.Nobody(language, organisation.Value.Name));
        foreach (var (name, value) in given)
            if (value is JsonObject members && data[name] is JsonObject sample)
                foreach (var (member, own) in members)
                    sample[member] = own?.DeepClone();
            else
                data[name] = value?.DeepClone();
        return data;
    }
}
