using System.Net;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Web;
using DigiOne.Outreach.Web.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>The server-sent events of the pages that watch, read as a browser reads them.</summary>
public sealed class LiveStreamTests : WatchingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Numbers_come_as_they_change_and_the_last_word_is_that_it_is_done()
    {
        using var events = await ListenAsync($"/admin/mailings/{Work.UnderWay}");
        (await NextAsync(events)).ShouldContain("\"count-Accepted\":\"1\"");

        await using (var db = Web.Database())
            await db.Set<Delivery>().Where(delivery => delivery.MailingId == Work.UnderWay && delivery.State == DeliveryState.Waiting)
                .ExecuteUpdateAsync(row => row.SetProperty(delivery => delivery.State, DeliveryState.Accepted), TestContext.Current.CancellationToken);
        var changed = await NextAsync(events);
        changed.ShouldContain("\"count-Accepted\":\"3\"");
        changed.ShouldContain("\"done\":false");

        await Web.InScopeAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(Work.UnderWay, TestContext.Current.CancellationToken));
        (await NextAsync(events)).ShouldContain("\"done\":true");
        (await NextAsync(events)).ShouldBe("");
    }

    [Fact]
    public async Task Page_loads_itself_anew_when_nothing_can_be_written_any_more()
    {
        using var events = await ListenAsync($"/admin/mailings/{Work.UnderWay}");
        (await NextAsync(events)).ShouldContain("\"done\":false");

        foreach (var failure in new[] { new TimeoutException(), new TimeoutException() })
            Web.Services.GetRequiredService<LedgerHealth>().Failed(this, failure);

        (await NextAsync(events)).ShouldContain("\"done\":true");
    }

    [Fact]
    public async Task Page_loads_itself_anew_when_the_sample_is_through_so_that_it_tells_when_the_rest_follows()
    {
        await SetAsync(mailing => mailing.SetProperty(m => m.CanaryState, CanaryState.Sending));
        using var events = await ListenAsync($"/admin/mailings/{Work.UnderWay}");
        using var timeline = await ListenAsync("/admin");
        (await NextAsync(events)).ShouldContain("\"done\":false");
        (await NextAsync(timeline)).ShouldContain("\"done\":false");

        await SetAsync(mailing => mailing.SetProperty(m => m.CanaryDoneAt, Web.Clock.GetUtcNow()));

        (await NextAsync(events)).ShouldContain("\"done\":true");
        (await NextAsync(timeline)).ShouldContain("\"done\":true");
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData(null)]
    public async Task Next_try_of_a_relay_moves_on_without_a_new_page(string? page)
    {
        var health = Web.Services.GetRequiredService<RouteHealth>();
        await SetAsync(mailing => mailing.SetProperty(m => m.SenderKey, "kunnat"));
        health.Failed("posti", "421 4.3.2 closing", 0.5);
        using var events = await ListenAsync(page ?? $"/admin/mailings/{Work.UnderWay}");
        (await NextAsync(events)).ShouldContain("\"retry-posti\":\"Seuraava yritys: klo ");

        var told = await NextAsync(events);

        told.ShouldContain("\"retry-posti\":\"Uusi yritys tehdään");
        told.ShouldContain("\"done\":false");
    }

    [Fact]
    public async Task Page_loads_itself_anew_when_a_domains_rest_ends_so_that_it_tells_no_time_that_has_passed()
    {
        var rest = Web.Services.GetRequiredService<DomainPace>().Troubles.ShouldHaveSingleItem();
        Web.Clock.Advance(rest.Until - Web.Clock.GetUtcNow() - TimeSpan.FromSeconds(20));
        using var events = await ListenAsync($"/admin/mailings/{Work.UnderWay}");
        (await NextAsync(events)).ShouldContain("\"done\":false");

        (await NextAsync(events)).ShouldContain("\"done\":true");
    }

    [Fact]
    public async Task Stream_ends_after_a_minute_so_that_whoever_was_signed_out_is_told_no_more()
    {
        var clock = new FakeTimeProvider();
        var looks = 0;
        var watching = Task.Run(async () => await new LiveStream(Web.Services.GetRequiredService<IHostApplicationLifetime>(), clock)
            .WatchAsync(
                _ => Task.FromResult(new LiveUpdate(new Dictionary<string, string>(), new Dictionary<string, long> { ["looks"] = ++looks }, Done: false)),
                TestContext.Current.CancellationToken)
            .CountAsync(TestContext.Current.CancellationToken));

        await Eventually.BecomesAsync(
            () =>
            {
                clock.Advance(LiveStream.Pause);
                return Task.FromResult(watching.IsCompleted);
            },
            ended => ended);

        (await watching).ShouldBe(looks);
        looks.ShouldBeInRange(2, 60);
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData(null)]
    public async Task Stream_ends_at_once_when_the_process_stops(string? page)
    {
        using var events = await ListenAsync(page ?? $"/admin/mailings/{Work.UnderWay}");
        (await NextAsync(events)).ShouldContain("\"done\":false");

        var began = TimeProvider.System.GetTimestamp();
        await Web.StopAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (await NextAsync(events)).ShouldBe("");
    }

    [Fact]
    public async Task Stranger_hears_nothing()
    {
        using var stranger = Web.NewVisitor();
        (await stranger.GetAsync($"/admin/mailings/{Work.UnderWay}/events")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await stranger.GetAsync("/admin/timeline/events")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task SetAsync(Action<UpdateSettersBuilder<Mailing>> set)
    {
        await using var db = Web.Database();
        await db.Set<Mailing>().Where(mailing => mailing.Id == Work.UnderWay).ExecuteUpdateAsync(set, TestContext.Current.CancellationToken);
    }

    private async Task<StreamReader> ListenAsync(string path)
    {
        var page = await Person.ReadAsync(path);
        var address = WebUtility.HtmlDecode(page.Split("data-live-events=\"")[1].Split('"')[0]);
        var answer = await Person.Http.GetAsync(
            new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    // The next event's data; empty when the stream has ended. The clock goes on meanwhile, so that the stream looks again.
    private async Task<string> NextAsync(StreamReader events)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var line = events.ReadLineAsync(patience.Token).AsTask();
            while (await Task.WhenAny(line, Task.Delay(20, patience.Token)) != line)
                Web.Clock.Advance(TimeSpan.FromMilliseconds(500));
            switch (await line)
            {
                case null:
                    return "";
                case ['d', 'a', 't', 'a', ':', ..] data:
                    return data;
            }
        }
    }
}
