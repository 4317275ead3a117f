using DigiOne.Outreach.Web.Languages;
using Microsoft.AspNetCore.Components;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>What the pages for people who have signed in share: the request, the form that came in, and what was done a moment ago.</summary>
public abstract class AdminPage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>Leads elsewhere, and to the page that says that there is no such thing.</summary>
    [Inject]
    public NavigationManager Address { get; set; } = null!;

    /// <summary>What was done on the page before this one; see <see cref="Did"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Done { get; set; }

    /// <summary>Whether a form came in. Only then anything changes.</summary>
    protected bool IsPost => HttpMethods.IsPost(Http.Request.Method);

    /// <summary>Ends with the request.</summary>
    protected CancellationToken Gone => Http.RequestAborted;

    /// <summary>Code of the reader's language.</summary>
    private protected static string Reads => UiLanguage.Current.Code;

    /// <summary>Whether <paramref name="what"/> was done a moment ago, so that the page can say so.</summary>
    private protected bool Did(string what) => Done == what;

    private protected Posted Form => field ??= new Posted(Http.Request.Form);
}
