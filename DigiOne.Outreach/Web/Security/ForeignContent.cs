namespace DigiOne.Outreach.Web.Security;

/// <summary>
/// The policy of content that was not written here, wherever it is served: no script, no form, nothing loaded from anywhere
/// but pictures where a caller says so, and an origin that is not this host even when opened by itself. Its own styles are
/// allowed, for mail has no other way.
/// </summary>
internal static class ForeignContent
{
    private const string OwnPictures = "data:";
    private const string AnyPictures = "https: data:";

    /// <summary>Puts an answer under the policy.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="mayLoadImages">Whether pictures come from the web: only where their author looks at what is being written.</param>
    internal static void Confine(HttpResponse response, bool mayLoadImages = false) => response.Headers.ContentSecurityPolicy =
        $"sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src {(mayLoadImages ? AnyPictures : OwnPictures)}; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
}
