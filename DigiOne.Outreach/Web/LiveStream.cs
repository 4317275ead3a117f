using System.Runtime.CompilerServices;
using DigiOne.Outreach.Web.Components;

namespace DigiOne.Outreach.Web;

/// <summary>
/// Server-sent events of what changes: looks every second and tells what is new. Ends when all is done, when the reader
/// leaves, and at once when the process stops, which would otherwise wait for every open page. Also after a minute: the page
/// asks for it anew, and whoever has been signed out meanwhile is told no more.
/// </summary>
internal sealed class LiveStream(IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>Time between two looks.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long one stream lasts.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The updates.</summary>
    /// <param name="look">Makes the update as of now; it is sent where it differs from the one before.</param>
    /// <param name="cancellationToken">The reader has left.</param>
    internal async IAsyncEnumerable<LiveUpdate> WatchAsync(
        Func<CancellationToken, Task<LiveUpdate>> look, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        LiveUpdate? told = null;
        var begun = clock.GetTimestamp();
        while (clock.GetElapsedTime(begun) < Longest && await LookAsync(look, either.Token) is { } update)
        {
            if (!update.SaysTheSameAs(told))
                yield return told = update;
            if (update.Done)
                yield break;
            await Task.Delay(Pause, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<LiveUpdate?> LookAsync(Func<CancellationToken, Task<LiveUpdate>> look, CancellationToken cancellationToken)
    {
        try
        {
            return cancellationToken.IsCancellationRequested ? null : await look(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
