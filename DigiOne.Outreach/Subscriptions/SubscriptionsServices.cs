using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Subscriptions;

internal static class SubscriptionsServices
{
    /// <summary>Adds joining, confirming, choosing and leaving, and what their pages show.</summary>
    internal static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddSingleton<Unsubscribe>();
        services.AddSingleton<FindSubscription>();
        services.AddSingleton<SignUpCaps>();
        services.AddSingleton<ConsentWording>();
        services.AddScoped<AskToSubscribe>();
        services.AddScoped<HandleSignUps>();
        services.AddScoped<SubscriptionMails>();
        services.AddScoped<ConfirmSubscriptions>();
        services.AddSingleton<LetBackIn>();
        services.AddSingleton<IPersonalData, ForgetSignUps>();
        services.AddScoped<FindPending>();
        services.AddScoped<FindPreferences>();
        services.AddScoped<SavePreferences>();
        services.AddScoped<ChangeAddress>();
        services.AddScoped<PersonalData>();
        services.AddScoped<ForgetUnconfirmed>();
        return services;
    }

    /// <summary>Adds what deals with the public forms: for processes with the worker role.</summary>
    internal static IServiceCollection AddSignUpDesk(this IServiceCollection services) => services.AddHostedService<SignUpDesk>();
}
