using DigiOne.Outreach.Nodes;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// Deals with public forms as they come in, and once an hour forgets what nobody confirmed. A form that cannot be dealt with
/// (a template that is wrong, a database that is away) stays until it can.
/// </summary>
internal sealed partial class SignUpDesk(IServiceScopeFactory scopes, MailHold hold, TimeProvider clock, ILogger<SignUpDesk> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromHours(1);

    private DateTimeOffset _forgetAt;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await LookAsync(stoppingToken);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A copy of a database must not write to those whom the original writes to.
            if (!hold.MayLeave)
                return Pause;

            await using var scope = scopes.CreateAsyncScope();
            var handled = await scope.ServiceProvider.GetRequiredService<HandleSignUps>().ExecuteAsync(stoppingToken);
            if (clock.GetUtcNow() >= _forgetAt)
            {
                await scope.ServiceProvider.GetRequiredService<ForgetUnconfirmed>().ExecuteAsync(stoppingToken);
                _forgetAt = clock.GetUtcNow() + BetweenForgetting;
            }

            return handled > 0 ? TimeSpan.Zero : Pause;
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Failed(logger, failure);
            return PauseAfterFailure;
        }
        catch (OperationCanceledException)
        {
            return Pause;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Sign-ups could not be dealt with; they stay, and are tried again in five seconds")]
        internal static partial void Failed(ILogger logger, Exception failure);
    }
}
