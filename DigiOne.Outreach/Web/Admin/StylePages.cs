using Microsoft.AspNetCore.Http.HttpResults;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>Every part on one page, for who works on them. Mapped in Development only.</summary>
internal static class StylePages
{
    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/admin/style", () => new RazorComponentResult<StylePage>()).AllowAnonymous();
        endpoints.MapGet("/admin/style/public", () => new RazorComponentResult<StylePublicPage>()).AllowAnonymous();
        endpoints.MapGet("/admin/style/fault", string () => throw new InvalidOperationException("A fault, to see its page."))
            .AllowAnonymous();
    }
}
