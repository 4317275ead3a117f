using System.Net;
using DigiOne.Outreach.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>The server-sent events of the pages that watch, read as a browser reads them.</summary>
public sealed class LiveStreamTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private RunningWeb _web = null!;
    private WatchedWork _work = null!;
    private Visitor _person = null!;

    public async ValueTask InitializeAsync()
    {
        _web = await RunningWeb.StartAsync();
        _work = await WatchedWork.SeedAsync(_web);
        _person = await _web.NewPersonAsync();
    }

    [Fact]
    public async Task Numbers_come_as_they_change_and_the_last_word_is_that_it_is_done()
    {
        using var events = await ListenAsync($"/admin/mailings/{_work.UnderWay}");
        (await NextAsync(events)).ShouldContain("\"count-Accepted\":\"1\"");

        await using (var db = _web.Database())
            await db.Set<Delivery>().Where(delivery => delivery.MailingId == _work.UnderWay && delivery.State == DeliveryState.Waiting)
                .ExecuteUpdateAsync(row => row.SetProperty(delivery => delivery.State, DeliveryState.Accepted), TestContext.Current.CancellationToken);
        var changed = await NextAsync(events);
        changed.ShouldContain("\"count-Accepted\":\"3\"");
        changed.ShouldContain("\"done\":false");

        await _web.InScopeAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(_work.UnderWay, TestContext.Current.CancellationToken));
        (await NextAsync(events)).ShouldContain("\"done\":true");
        (await NextAsync(events)).ShouldBe("");
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData(null)]
    public async Task Stream_ends_at_once_when_the_process_stops(string? page)
    {
        using var events = await ListenAsync(page ?? $"/admin/mailings/{_work.UnderWay}");
        (await NextAsync(events)).ShouldContain("\"done\":false");

        var began = TimeProvider.System.GetTimestamp();
        await _web.StopAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (await NextAsync(events)).ShouldBe("");
    }

    [Fact]
    public async Task Stranger_hears_nothing()
    {
        using var stranger = _web.NewVisitor();
        (await stranger.GetAsync($"/admin/mailings/{_work.UnderWay}/events")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await stranger.GetAsync("/admin/timeline/events")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    public async ValueTask DisposeAsync()
    {
        _person.Dispose();
        await _web.DisposeAsync();
    }

    private async Task<StreamReader> ListenAsync(string path)
    {
        var page = await _person.ReadAsync(path);
        var address = WebUtility.HtmlDecode(page.Split("data-live-events=\"")[1].Split('"')[0]);
        var answer = await _person.Http.GetAsync(
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
                _web.Clock.Advance(TimeSpan.FromMilliseconds(500));
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
