namespace DigiOne.Outreach.InfoSessions;

internal static class InfoSessionsServices
{
    /// <summary>Adds info sessions.</summary>
    internal static IServiceCollection AddInfoSessions(this IServiceCollection services) => services
        .AddScoped<FindInfoSessions>()
        .AddScoped<CheckInfoSession>()
        .AddScoped<SaveInfoSession>()
        .AddScoped<SessionMailings>()
        .AddScoped<PublishInfoSession>()
        .AddScoped<CancelInvitations>();
}
