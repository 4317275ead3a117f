using System.Runtime.CompilerServices;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Web.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class LiveTests(Browser browser)
{
    private const string Part = """
        <!DOCTYPE html><title>Mailing</title>
        <div data-live-events="/events"><span data-live="accepted">0</span><progress data-live="sent" max="10" value="0"></progress></div>
        <script src="/js/live.js" defer></script>
        """;

    [Fact]
    public async Task Numbers_move_while_a_page_is_open_and_it_loads_anew_when_all_is_done()
    {
        var loaded = 0;
        var proceed = new TaskCompletionSource();
        await using var web = await RunningWeb.StartAsync(app =>
        {
            app.MapGet("/mailing", () => Results.Content(Interlocked.Increment(ref loaded) == 1 ? Part : "<title>Closed</title>", "text/html"))
                .AllowAnonymous();
            app.MapGet("/events", (CancellationToken token) => TypedResults.ServerSentEvents(UpdatesAsync(proceed.Task, token))).AllowAnonymous();
        });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(web.Address, "/mailing").ToString());

        await Assertions.Expect(page.Locator("[data-live=accepted]")).ToHaveTextAsync("7");
        (await page.EvaluateAsync<int>("document.querySelector('progress').value")).ShouldBe(7);
        proceed.SetResult();
        await Assertions.Expect(page).ToHaveTitleAsync("Closed");
        loaded.ShouldBe(2);
    }

    private static async IAsyncEnumerable<LiveUpdate> UpdatesAsync(Task proceed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new(new Dictionary<string, string> { ["accepted"] = "7" }, new Dictionary<string, long> { ["sent"] = 7 }, Done: false);
        await proceed.WaitAsync(cancellationToken);
        yield return new(new Dictionary<string, string>(), new Dictionary<string, long>(), Done: true);
    }
}
