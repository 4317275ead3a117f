using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// The mails about somebody's own subscriptions, in the lane of those who wait. They are collected and handed over together:
/// one mailing for all who get the same words.
/// </summary>
internal sealed class SubscriptionMails(
    ScheduleMailing schedule, TemplateLibrary templates, SenderDirectory senders, IOptions<SignUpOptions> options,
    IOptions<OrganisationOptions> organisation, TimeProvider clock)
{
    private const string Folder = "subscriptions";
    private const int LongestName = 300;

    private readonly List<(string Template, IReadOnlyList<ContactList> Lists, bool ByList, Contact Contact)> _asked = [];

    /// <summary>Asks somebody to confirm what they asked for.</summary>
    internal void Confirm(Contact contact, IReadOnlyList<ContactList> lists) =>
        _asked.Add(($"{Folder}/confirmation", [.. lists.OrderBy(list => list.Key, StringComparer.Ordinal)], false, contact));

    /// <summary>Gives somebody the link to what they get.</summary>
    internal void GiveLink(Contact contact) => _asked.Add(($"{Folder}/link", [], false, contact));

    /// <summary>Welcomes somebody on a list, by the list's own template where there is one.</summary>
    internal void Welcome(Contact contact, ContactList list)
    {
        var own = $"{Folder}/welcome-{list.Key}";
        _asked.Add((templates.Has(own + TemplateLibrary.HtmlExtension) ? own : $"{Folder}/welcome", [list], true, contact));
    }

    /// <summary>Hands over what was collected. The caller saves, in the transaction that gave the reason.</summary>
    /// <exception cref="TemplateException">A template is wrong.</exception>
    /// <exception cref="InvalidOperationException">The configuration tells no sender.</exception>
    internal void Schedule(CancellationToken cancellationToken)
    {
        foreach (var same in _asked.GroupBy(mail => (mail.Template, Lists: string.Join(' ', mail.Lists.Select(list => list.Key)))))
            Schedule(same.First().Template, same.First().Lists, same.First().ByList, [.. same.Select(mail => mail.Contact)], cancellationToken);
        _asked.Clear();
    }

    private void Schedule(
        string template, IReadOnlyList<ContactList> lists, bool byList, IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
    {
        var languages = organisation.Value.Languages;
        schedule.Add(
            new MailingDraft
            {
                Name = NameOf(lists),
                Kind = MailingKind.Confirmation,
                SenderKey = Sender().Key,
                Lists = byList ? [lists[0].Id] : [],
                Recipients = [.. contacts.DistinctBy(contact => contact.Id).Select(contact => new Recipient(
                    contact.Address, contact.Name, languages.Contains(contact.Language) ? contact.Language : languages[0], contact.Id))],
                Template = templates.LoadMail(template + TemplateLibrary.HtmlExtension),
                Variants = languages.ToDictionary(language => language, language => new VariantDraft(DataOf(lists, language))),
                DueAt = clock.GetUtcNow(),
            },
            cancellationToken);
    }

    private string NameOf(IReadOnlyList<ContactList> lists)
    {
        var name = lists.Count == 0 ? organisation.Value.Name : string.Join(", ", lists.Select(list => list.NameIn(organisation.Value.Languages[0])));
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    private JsonObject DataOf(IReadOnlyList<ContactList> lists, string language) => new()
    {
        ["subscription"] = new JsonObject
        {
            ["lists"] = new JsonArray([.. lists.Select(list => (JsonNode)new JsonObject
            {
                ["name"] = list.NameIn(language),
                ["description"] = list.DescriptionIn(language),
            })]),
            ["days"] = (int)Math.Ceiling(options.Value.ConfirmWithin.TotalDays),
        },
    };

    private MailSender Sender() =>
        (options.Value.Sender is { Length: > 0 } name ? senders.TryFind(name, out var named) ? named : null : senders.Default)
        ?? throw new InvalidOperationException("No sender for mails about subscriptions: set SignUp:Sender or DefaultSender.");
}
