using DigiOne.Outreach.Web.Languages;
using Microsoft.AspNetCore.Components;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>What pages with forms share: the request, and the form that came in.</summary>
public abstract class AdminPage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>Leads elsewhere, and to the page that says that there is no such thing.</summary>
    [Inject]
    public NavigationManager Address { get; set; } = null!;

    /// <summary>Whether a form came in. Only then anything changes.</summary>
    protected bool IsPost => HttpMethods.IsPost(Http.Request.Method);

    /// <summary>Ends with the request.</summary>
    protected CancellationToken Gone => Http.RequestAborted;

    /// <summary>Code of the reader's language.</summary>
    private protected static string Reads => UiLanguage.Current.Code;

    /// <summary>Whether the address says <c>name=true</c>, as it does right after something was done.</summary>
    protected bool Says(string name) => Http.Request.Query[name] == "true";

    private protected Posted Form => field ??= new Posted(Http.Request.Form);
}
