using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Hands a template to the delivery engine as a mailing of its own, in every language of the organisation.</summary>
internal sealed class SendTemplate(
    OutreachDb db, Addressing addressing, DueTime times, TryContent content, ScheduleMailing schedule,
    IOptions<OrganisationOptions> organisation)
{
    private const string SubjectName = "subject_line";
    private const int LongestLine = 300;

    /// <summary>Schedules it. Only rows are written: the serving process sends it.</summary>
    /// <exception cref="Rendering.TemplateException">The template fails in one of the languages.</exception>
    internal async Task<ScheduleOutcome<MailingId>> ExecuteAsync(TemplateMailing request, CancellationToken cancellationToken)
    {
        var problems = new List<FieldProblem>();
        var languages = organisation.Value.Languages.AsReadOnly();
        if (request.Subject.Length > LongestLine)
            problems.Add(FieldProblem.TooLong("subject", "The subject", LongestLine));
        if (request.Name.Length > LongestLine)
            problems.Add(FieldProblem.TooLong("name", "The name", LongestLine));
        var dueAt = times.Read("at", request.At, problems);
        var (listId, sender) = await addressing.FindAsync(
            request.List, request.Sender, [.. languages], request.Fallback, problems, cancellationToken);
        if (problems.Count > 0)
            return new ScheduleOutcome<MailingId>.Refused(problems);

        var list = await db.Set<ContactList>().AsNoTracking().SingleAsync(row => row.Id == listId!.Value, cancellationToken);
        var draft = new MailingDraft
        {
            Name = request.Name,
            Kind = MailingKind.Newsletter,
            SenderKey = sender!,
            Lists = [list.Id],
            Template = request.Template,
            Variants = languages.ToDictionary(language => language, _ => new VariantDraft((JsonObject)request.Data.DeepClone())),
            FallbackLanguage = request.Fallback.Length > 0 ? request.Fallback : languages[0],
            DueAt = dueAt,
        };
        draft = WithSubject(draft, request.Subject.Trim(), list, cancellationToken, out var subject);
        var mailing = schedule.Add(draft with { Name = Name(request.Name, subject, list.NameIn(draft.FallbackLanguage!)) }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new ScheduleOutcome<MailingId>.Scheduled(mailing.Id);
    }

    private MailingDraft WithSubject(MailingDraft draft, string given, ContactList list, CancellationToken cancellationToken, out string subject)
    {
        subject = given;
        if (given.Length == 0)
        {
            var rendered = content.Execute(draft, cancellationToken);
            subject = rendered[draft.FallbackLanguage!].Subject;
            if (rendered.Values.All(mail => mail.Subject.Length > 0))
                return draft;
        }

        // The words go in as data: a brace in a subject that somebody typed is a brace.
        foreach (var (language, variant) in draft.Variants)
            variant.Data[SubjectName] = given.Length > 0 ? given : list.NameIn(language);
        return draft with { Template = draft.Template.WithSubject($"{{{{ {SubjectName} }}}}") };
    }

    private static string Name(string given, string subject, string list)
    {
        var name = CleanText.Of(given);
        // One that greets its reader would name the mailing after somebody who is made up.
        if (name.Length == 0 && !subject.Contains(TryContent.NobodysName, StringComparison.Ordinal))
            name = CleanText.Of(subject);
        if (name.Length == 0)
            name = list;
        return name.Length > LongestLine ? name[..LongestLine] : name;
    }
}
