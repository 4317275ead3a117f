using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// The words that stand on the form to subscribe, from the template <c>subscriptions/consent</c>. Who edits it makes a new
/// version by that alone: its name is the beginning of the text's hash.
/// </summary>
internal sealed class ConsentWording(
    TemplateLibrary templates, TextRenderer renderer, KeepWording keep, IOptions<OrganisationOptions> organisation)
{
    private const string Template = "subscriptions/consent.sbn-txt";
    private const int VersionLength = 12;

    private readonly ConcurrentDictionary<string, WordingId> _kept = new(StringComparer.Ordinal);

    /// <summary>The words as they stand today.</summary>
    /// <exception cref="TemplateException">The template is wrong, or lacks the language.</exception>
    internal ShownWording In(string language, CancellationToken cancellationToken)
    {
        var data = new JsonObject { ["organisation"] = new JsonObject { ["name"] = organisation.Value.Name } };
        var text = renderer.Render(templates.LoadMail(Template), language, data, cancellationToken);
        var version = Wording.HashOf("", language, text)[..VersionLength];
        return new ShownWording(version, language, text, Wording.HashOf(version, language, text));
    }

    /// <summary>The id under which they are kept as evidence. Wordings never change, so each is looked up once.</summary>
    internal async Task<WordingId> KeepAsync(OutreachDb db, ShownWording shown, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(shown.Hash, out var known))
            return known;
        var id = await keep.ExecuteAsync(db, shown.Version, shown.Language, shown.Text, cancellationToken);
        _kept[shown.Hash] = id;
        return id;
    }
}

/// <summary>Words that somebody has before them.</summary>
/// <param name="Version">Which version.</param>
/// <param name="Language">BCP 47 language.</param>
/// <param name="Text">The words.</param>
/// <param name="Hash">The hash of all of it, by which a form says what it showed.</param>
internal sealed record ShownWording(string Version, string Language, string Text, string Hash);
