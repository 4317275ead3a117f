using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Inbound;

internal static class InboundServices
{
    /// <summary>Adds what makes facts and consequences of mail that came in.</summary>
    internal static IServiceCollection AddInbound(this IServiceCollection services)
    {
        services.AddSingleton<MailboxHealth>();
        services.AddSingleton<Quarantine>();
        services.AddSingleton<OpenMessage>();
        services.AddSingleton<FindAbout>();
        services.AddSingleton<SuppressRecipient>();
        services.AddSingleton<PauseAfterBounces>();
        services.AddSingleton<ForwardingOf>();
        services.AddSingleton<DrawConsequences>();
        services.AddSingleton<TakeIn>();
        services.AddSingleton<ForwardReply>();
        services.AddSingleton<ReadNewMail>();
        services.AddSingleton<MailboxLease>();
        services.AddSingleton<IPersonalData, ForgetInbound>();
        services.AddScoped<FindInbox>();
        services.AddScoped<MarkMessage>();
        return services;
    }

    /// <summary>Adds the reading of the mailbox: for processes that serve.</summary>
    internal static IServiceCollection AddMailboxReading(this IServiceCollection services) => services.AddHostedService<ReadMailbox>();
}
