using System.Text.Json.Nodes;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// Renders once what is the same for all recipients of one shape, with holes where their values go. A field that is empty for
/// them is no hole but plain data, so <c>{{ if contact.name }}</c> is decided here.
/// </summary>
internal sealed class MailPreparer(MailRenderer renderer, ParsedMails parsed)
{
    /// <summary>Prepares a mail.</summary>
    /// <param name="template">The frozen template.</param>
    /// <param name="language">BCP 47 language of words and dates.</param>
    /// <param name="data">The whole data of one recipient, of the shape that is prepared and with plain values.</param>
    /// <param name="cancellationToken">Ends the rendering with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TemplateException">The template fails for this recipient, so it would for all of this shape.</exception>
    public Preparation Prepare(MailTemplate template, string language, JsonObject data, CancellationToken cancellationToken)
    {
        if (RecipientUse.DependsIn(parsed.Of(template)) is { } why) return new Preparation.Dependent(why);

        var values = RecipientValues.From(data);
        var full = renderer.Render(template, language, data, cancellationToken);
        PreparedMail? prepared = null;
        foreach (var marks in HoleMarks.Both)
        {
            RenderedMail marked;
            try
            {
                marked = renderer.Render(template, language, Marked(data, values, marks), cancellationToken);
            }
            catch (TemplateException)
            {
                return new Preparation.Dependent("The template refuses some values.");
            }

            if (!HolePlaces.AreHarmless(marked.Html, marks))
                return new Preparation.Dependent("A value stands where it decides what the page is: in a tag, a style or the beginning of an address.");
            var cut = new PreparedMail(marks.Cut(marked.Subject, escaped: false), marks.Cut(marked.Html, escaped: true), marks.Cut(marked.Text, escaped: false));
            if (template.IsTextOnly && !cut.Text.IsConstant)
                return new Preparation.Dependent("The links of a mail that is written as text only are found anew for each recipient.");
            if (prepared is not null && !Same(prepared, cut))
                return new Preparation.Dependent("The mail depends on its recipient's values themselves.");
            prepared = cut;
        }

        return prepared!.Fill(values) == full ? new Preparation.Done(prepared) : new Preparation.Wrong();
    }

    private static JsonObject Marked(JsonObject data, RecipientValues values, HoleMarks marks)
    {
        var marked = (JsonObject)data.DeepClone();
        foreach (var field in MailFields.All)
        {
            var (owner, member) = MailFields.PathOf(field);
            if ((values.Shape & (1 << (int)field)) != 0) marked[owner]![member] = marks.Of(field);
        }

        return marked;
    }

    private static bool Same(PreparedMail left, PreparedMail right)
        => left.Subject.Pieces.SequenceEqual(right.Subject.Pieces)
            && left.Html.Pieces.SequenceEqual(right.Html.Pieces)
            && left.Text.Pieces.SequenceEqual(right.Text.Pieces);
}
