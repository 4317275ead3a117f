using System.Diagnostics;
using System.Globalization;
using System.Net;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigiOne.Outreach.Bench;

/// <summary>How long the form to subscribe takes to answer while it comes in at a steady rate, and its mails go out beside it.</summary>
internal static class SubscribeForm
{
    internal const string Title = "The form to subscribe";

    private const int PerSecond = 200;
    private const int Forms = 12_000;
    private const int WarmUpForms = 1_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("outreach-bench-").FullName;
        try
        {
            var settings = BenchSettings.In(folder);
            // The caps are for strangers; here one machine is all of them.
            (settings.SignUp.PerAddress, settings.SignUp.PerNetwork, settings.SignUp.InAll) = (1_000_000, 1_000_000, 10_000_000);
            await using var web = OutreachHost.CreateWeb(settings, LogLevel.Warning);
            await web.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
            await OfferAsync(web.Services, cancellationToken);
            await web.StartAsync(cancellationToken);
            var wording = web.Services.GetRequiredService<ConsentWording>().In("fi", cancellationToken).Hash;
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 100 }) { BaseAddress = new Uri(web.Urls.Single()) };

            await SendAsync(http, wording, "warm", scale.Of(WarmUpForms), cancellationToken);
            var times = new Percentiles(await SendAsync(http, wording, "form", scale.Of(Forms), cancellationToken));
            var caughtUp = await UntilDealtWithAsync(web.Services, cancellationToken);
            var pending = await CountAsync(web.Services, cancellationToken);
            await web.StopAsync(cancellationToken);
            var expected = scale.Of(WarmUpForms) + scale.Of(Forms);
            if (pending != expected)
                throw new InvalidOperationException($"{pending} of {expected} forms wait to be confirmed.");
            return new Measured(
                $"p99 **{times.P99InWords}** at {PerSecond} forms a second (goal: at most 100)",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    {times.Count:N0} forms of as many strangers, one every {1000.0 / PerSecond:0} ms without waiting for the last, embedded, SQLite, mail into the capture folder.
                    From the moment at which each was to leave to its whole answer. The confirmations go out beside it; the last form was dealt with {caughtUp.TotalSeconds:0.0} s after the last answer.

                    | ms | median | p99 | longest |
                    |---|---|---|---|
                    {times.Row("form to answer")}
                    """));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task OfferAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<CreateList>().ExecuteAsync(
            new ListDraft { Key = "uutiset", Names = new Dictionary<string, string> { ["fi"] = "Uutiskirje" }, IsPublic = true }, cancellationToken);
        if (made is not CreateListOutcome.Created)
            throw new InvalidOperationException("The list was not made.");
    }

    // Open loop: each leaves at its time, whatever became of those before it, and a late start counts.
    private static async Task<IReadOnlyList<TimeSpan>> SendAsync(HttpClient http, string wording, string name, int count, CancellationToken cancellationToken)
    {
        var sent = new List<Task<TimeSpan>>(count);
        var started = Stopwatch.GetTimestamp();
        for (var form = 0; form < count; form++)
        {
            var due = TimeSpan.FromSeconds((double)form / PerSecond);
            if (due - Stopwatch.GetElapsedTime(started) is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellationToken);
            sent.Add(PostAsync(http, wording, $"{name}{form}@kunta.example", started, due, cancellationToken));
        }

        return await Task.WhenAll(sent);
    }

    private static async Task<TimeSpan> PostAsync(
        HttpClient http, string wording, string address, long started, TimeSpan due, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(
            [new("email", address), new("list", "uutiset"), new("language", "fi"), new("wording", wording), new("website", "")]);
        using var answer = await http.PostAsync(new Uri("/subscribe", UriKind.Relative), content, cancellationToken);
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (answer.StatusCode != HttpStatusCode.SeeOther)
            throw new InvalidOperationException($"The form was answered with {(int)answer.StatusCode}.");
        return Stopwatch.GetElapsedTime(started) - due;
    }

    private static async Task<TimeSpan> UntilDealtWithAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            await using var scope = services.CreateAsyncScope();
            if (!await scope.ServiceProvider.GetRequiredService<OutreachDb>().Set<SignUp>().AnyAsync(cancellationToken))
                return Stopwatch.GetElapsedTime(started);
            await Task.Delay(Look, cancellationToken);
        }

        throw new InvalidOperationException($"After {Patience.TotalMinutes:0} minutes there are forms that were not dealt with.");
    }

    private static async Task<int> CountAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OutreachDb>().Set<PendingSubscription>().CountAsync(cancellationToken);
    }
}
