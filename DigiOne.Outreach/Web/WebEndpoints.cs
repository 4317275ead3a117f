using DigiOne.Outreach.Web.Admin;
using DigiOne.Outreach.Web.Admin.Audience;
using DigiOne.Outreach.Web.Components;
using DigiOne.Outreach.Web.Languages;
using DigiOne.Outreach.Web.Public;

namespace DigiOne.Outreach.Web;

internal static class WebEndpoints
{
    /// <summary>Maps every page.</summary>
    internal static WebApplication MapWeb(this WebApplication app)
    {
        app.MapRazorComponents<App>();
        app.MapGet("/", (HttpContext context) => TypedResults.LocalRedirect(
            context.User.Identity?.IsAuthenticated == true ? "/admin" : SignIn.Path)).AllowAnonymous();
        SignIn.Map(app);
        SignOut.Map(app);
        SwitchLanguage.Map(app);
        UnsubscribePages.Map(app);
        SubscribePages.Map(app);
        ConfirmPages.Map(app);
        PreferencesPages.Map(app);
        NewAddressPages.Map(app);
        OwnLinkPages.Map(app);
        TextPages.Map(app);
        ImportPages.Map(app);
        TimelineEvents.Map(app);
        MailingEvents.Map(app);
        MailPreviews.Map(app);
        CapturedFiles.Map(app);
        MailingCertificates.Map(app);
        if (app.Environment.IsDevelopment())
            StylePages.Map(app);
        return app;
    }
}
