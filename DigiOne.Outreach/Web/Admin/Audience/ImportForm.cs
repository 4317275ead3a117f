using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace DigiOne.Outreach.Web.Admin.Audience;

/// <summary>
/// Reads a form with a file at its end as it comes in: the file goes to who wants it without being kept here, and nothing
/// of it is read before the form's token is found right.
/// </summary>
internal sealed class ImportForm(IAntiforgery antiforgery)
{
    private const int MaxFields = 20;
    private const int MaxFieldLength = 16 * 1024;

    /// <summary>Reads the fields up to the file.</summary>
    /// <returns>The fields, and the file with its name where one was chosen; null when the token is wrong or it is no such form.</returns>
    internal async Task<(IReadOnlyDictionary<string, string> Fields, Stream? File, string? FileName)?> ReadAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 100 } boundary)
            return null;

        var reader = new MultipartReader(boundary.Value!, context.Request.Body);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (fields.Count < MaxFields && await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                return null;
            if (disposition.IsFileDisposition())
                return await HasTokenAsync(context, fields) ? NameOf(disposition) is { } name ? (fields, section.Body, name) : (fields, null, null) : null;
            if (await ReadFieldAsync(section, context.RequestAborted) is not { } value)
                return null;
            fields[HeaderUtilities.RemoveQuotes(disposition.Name).ToString()] = value;
        }

        return await HasTokenAsync(context, fields) ? (fields, null, null) : null;
    }

    private static async Task<string?> ReadFieldAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        using var text = new StreamReader(section.Body);
        var buffer = new char[MaxFieldLength + 1];
        var length = await text.ReadBlockAsync(buffer, cancellationToken);
        return length > MaxFieldLength ? null : new string(buffer, 0, length);
    }

    // The header is the only other place where the framework looks: its own form reader would take the file in first.
    private Task<bool> HasTokenAsync(HttpContext context, Dictionary<string, string> fields)
    {
        var tokens = antiforgery.GetTokens(context);
        context.Request.Headers[tokens.HeaderName!] = fields.GetValueOrDefault(tokens.FormFieldName, "");
        return antiforgery.IsRequestValidAsync(context);
    }

    private static string? NameOf(ContentDispositionHeaderValue disposition) =>
        new[] { HeaderUtilities.RemoveQuotes(disposition.FileNameStar).ToString(), HeaderUtilities.RemoveQuotes(disposition.FileName).ToString() }
            .FirstOrDefault(name => name.Length > 0);
}
