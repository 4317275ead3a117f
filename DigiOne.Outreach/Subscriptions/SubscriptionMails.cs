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
    ScheduleMailing schedule, TemplateLibrary templates, ChangeLinks changes, SenderDirectory senders, IOptions<SignUpOptions> options,
    IOptions<OrganisationOptions> organisation, TimeProvider clock)
{
    private const string Folder = "subscriptions";
    private const int LongestName = 300;

    private readonly List<Asked> _asked = [];

    /// <summary>Asks somebody to confirm what they asked for.</summary>
    internal void Confirm(Contact contact, IReadOnlyList<ContactList> lists) =>
        _asked.Add(new($"{Folder}/confirmation", [.. lists.OrderBy(list => list.Key, StringComparer.Ordinal)], contact));

    /// <summary>Gives somebody the link to what they get.</summary>
    internal void GiveLink(Contact contact) => _asked.Add(new($"{Folder}/link", [], contact));

    /// <summary>Welcomes somebody on a list, by the list's own template where there is one.</summary>
    internal void Welcome(Contact contact, ContactList list)
    {
        var own = $"{Folder}/welcome-{list.Key}";
        _asked.Add(new(templates.Has(own + TemplateLibrary.HtmlExtension) ? own : $"{Folder}/welcome", [list], contact) { IsByList = true });
    }

    /// <summary>Asks a new mailbox whether it is the person's. It gets nothing else of theirs: it may be a stranger's.</summary>
    internal void AskNewAddress(Contact contact, string address, Guid token) =>
        _asked.Add(new($"{Folder}/new-address", [], contact) { NewAddress = address, Link = changes.AddressFor(token) });

    /// <summary>Hands over what was collected. The caller saves, in the transaction that gave the reason.</summary>
    /// <exception cref="TemplateException">A template is wrong.</exception>
    /// <exception cref="InvalidOperationException">The configuration tells no sender.</exception>
    internal void Schedule(CancellationToken cancellationToken)
    {
        foreach (var same in _asked.GroupBy(mail => (mail.Template, mail.Link, Lists: string.Join(' ', mail.Lists.Select(list => list.Key)))))
            Schedule(same.First(), [.. same.DistinctBy(mail => mail.Contact.Id).Select(RecipientOf)], cancellationToken);
        _asked.Clear();
    }

    private void Schedule(Asked mail, IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken)
    {
        var languages = organisation.Value.Languages;
        schedule.Add(
            new MailingDraft
            {
                Name = NameOf(mail.Lists),
                Kind = MailingKind.Confirmation,
                SenderKey = Sender().Key,
                Lists = mail.IsByList ? [mail.Lists[0].Id] : [],
                Recipients = recipients,
                Template = templates.LoadMail(mail.Template + TemplateLibrary.HtmlExtension),
                Variants = languages.ToDictionary(language => language, language => new VariantDraft(DataOf(mail, language))),
                DueAt = clock.GetUtcNow(),
            },
            cancellationToken);
    }

    private Recipient RecipientOf(Asked mail)
    {
        var languages = organisation.Value.Languages;
        var language = languages.Contains(mail.Contact.Language) ? mail.Contact.Language : languages[0];
        return mail.NewAddress is { } address
            ? new Recipient(address, "", language)
            : new Recipient(mail.Contact.Address, mail.Contact.Name, language, mail.Contact.Id);
    }

    private string NameOf(IReadOnlyList<ContactList> lists)
    {
        var name = lists.Count == 0 ? organisation.Value.Name : string.Join(", ", lists.Select(list => list.NameIn(organisation.Value.Languages[0])));
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    private JsonObject DataOf(Asked mail, string language) => new()
    {
        ["subscription"] = new JsonObject
        {
            ["lists"] = new JsonArray([.. mail.Lists.Select(list => (JsonNode)new JsonObject
            {
                ["name"] = list.NameIn(language),
                ["description"] = list.DescriptionIn(language),
            })]),
            ["link"] = mail.Link,
            ["days"] = (int)Math.Ceiling(options.Value.ConfirmWithin.TotalDays),
        },
    };

    private MailSender Sender() =>
        (options.Value.Sender is { Length: > 0 } name ? senders.TryFind(name, out var named) ? named : null : senders.Default)
        ?? throw new InvalidOperationException("No sender for mails about subscriptions: set SignUp:Sender or DefaultSender.");

    private sealed record Asked(string Template, IReadOnlyList<ContactList> Lists, Contact Contact)
    {
        /// <summary>Whether the person gets it by the list, and can leave it from there.</summary>
        internal bool IsByList { get; init; }

        internal string? NewAddress { get; init; }

        internal string? Link { get; init; }
    }
}
