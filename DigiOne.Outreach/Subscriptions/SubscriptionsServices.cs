namespace DigiOne.Outreach.Subscriptions;

internal static class SubscriptionsServices
{
    /// <summary>Adds leaving, and what its page shows.</summary>
    internal static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddSingleton<Unsubscribe>();
        services.AddSingleton<FindSubscription>();
        return services;
    }
}
