using System.Globalization;
using System.Net;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Web;

public sealed class SignUpFloodTests
{
    private const string Stranger = "stranger@kunta.example";
    private const int Forms = 1000;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task A_thousand_forms_from_everywhere_send_a_stranger_one_mail(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken);
        await using var server = new ScriptedSmtpServer();
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(server.Port);
            settings.Web.TrustedProxies = ["127.0.0.1"];
        });
        await outreach.Services.OfferAsync();
        var wording = outreach.Services.GetRequiredService<ConsentWording>().In("fi", TestContext.Current.CancellationToken).Hash;
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = outreach.Address };

        await Parallel.ForEachAsync(Enumerable.Range(0, Forms), TestContext.Current.CancellationToken, async (form, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, SubscribePath)
            {
                Content = new FormUrlEncodedContent(
                    [new("email", Stranger), new("list", Team.List), new("language", "fi"), new("wording", wording), new("website", "")]),
            };
            // Each from a network of its own, as the proxy tells.
            request.Headers.Add("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"10.{form / 250}.{form % 250}.1"));
            using var answer = await http.SendAsync(request, cancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        });

        await Eventually.BecomesAsync(() => outreach.Services.AllAsync<SignUp>(), left => left.Count == 0);
        await Eventually.BecomesAsync(
            () => outreach.Services.AllAsync<Delivery>(), deliveries => deliveries.Count > 0 && deliveries.TrueForAll(delivery => delivery.State == DeliveryState.Accepted));
        server.Taken.Count(mail => mail.To[0] == Stranger).ShouldBe(1);
    }

    private static Uri SubscribePath { get; } = new("/subscribe", UriKind.Relative);
}
