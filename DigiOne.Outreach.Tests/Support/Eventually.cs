using System.Diagnostics;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>Waits for what another thread or process brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks again and again until it is so, and returns what was seen then.</summary>
    /// <exception cref="TimeoutException">It was not so within two minutes; it tells what was seen last.</exception>
    internal static async Task<T> BecomesAsync<T>(Func<Task<T>> look, Func<T, bool> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isSo(seen))
                return seen;
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"It did not come about within {Patience.TotalSeconds} s. Last seen: {seen}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
