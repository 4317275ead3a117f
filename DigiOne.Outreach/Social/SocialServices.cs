using DigiOne.Outreach.Social.Networks;
using DigiOne.Outreach.Social.Networks.Rehearsal;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Social;

internal static class SocialServices
{
    // Until an account is connected, a network is rehearsed.
    private static readonly (string Key, string Name)[] Networks =
        [("linkedin", "LinkedIn"), ("x", "X"), ("instagram", "Instagram"), ("mastodon", "Mastodon"), ("bluesky", "Bluesky")];

    /// <summary>Adds social posts.</summary>
    internal static IServiceCollection AddSocial(this IServiceCollection services)
    {
        foreach (var (key, name) in Networks)
            services.AddSingleton<INetworkConnector>(
                provider => ActivatorUtilities.CreateInstance<RehearsalConnector>(provider, key, name));
        return services
            .AddSingleton<NetworkDirectory>()
            .AddScoped<Posts>()
            .AddScoped<SavePost>()
            .AddScoped<SchedulePost>()
            .AddScoped<UnschedulePost>()
            .AddScoped<IDueWork, PublishPost>();
    }
}
