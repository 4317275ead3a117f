namespace DigiOne.Outreach.Rendering;

/// <summary>What a template became for one recipient.</summary>
/// <param name="Subject">One line without control characters; empty only when the template has no subject, title or heading.</param>
/// <param name="Html">A whole HTML document.</param>
/// <param name="Text">The same in plain text, lines ended by LF and not wrapped.</param>
internal sealed record RenderedMail(string Subject, string Html, string Text);
