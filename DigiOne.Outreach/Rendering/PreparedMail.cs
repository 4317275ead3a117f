namespace DigiOne.Outreach.Rendering;

/// <summary>What a template becomes for all recipients of one shape: rendered but for the holes.</summary>
internal sealed record PreparedMail(HoleText Subject, HoleText Html, HoleText Text)
{
    /// <summary>The mail of one recipient.</summary>
    internal RenderedMail Fill(RecipientValues values) => new(Subject.Fill(values), Html.Fill(values), Text.Fill(values));
}

/// <summary>Whether a mail could be prepared.</summary>
internal abstract record Preparation
{
    private Preparation()
    {
    }

    /// <summary>It was; filling it and rendering in full gave the same for the recipient that it was tried with.</summary>
    internal sealed record Done(PreparedMail Mail) : Preparation;

    /// <summary>It cannot be: what is more than its holes depends on the recipient.</summary>
    /// <param name="Why">A sentence for the person who writes templates.</param>
    internal sealed record Dependent(string Why) : Preparation;

    /// <summary>Filling it and rendering in full gave different mails, which is a bug; only the full rendering is right.</summary>
    internal sealed record Wrong : Preparation;
}
