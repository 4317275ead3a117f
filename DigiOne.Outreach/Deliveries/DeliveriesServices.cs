using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Deliveries;

internal static class DeliveriesServices
{
    /// <summary>Adds what schedules mailings, looks at them and calls them off.</summary>
    internal static IServiceCollection AddDeliveries(this IServiceCollection services)
    {
        services.AddSingleton<DispatchSignal>();
        services.AddSingleton<ReturnAddresses>();
        services.AddSingleton<NoteFeedback>();
        services.AddScoped<FindFeedback>();
        services.AddSingleton<RouteHealth>();
        services.AddSingleton<RouteRoom>();
        services.AddSingleton<LedgerHealth>();
        services.AddSingleton<CountNodes>(provider => () => provider.GetRequiredService<LiveNodes>().Count);
        services.AddSingleton<DomainPace>();
        services.AddSingleton<RelayPaces>();
        services.AddSingleton<WarmUps>();
        services.AddScoped<Addressing>();
        services.AddSingleton<Audience.ISegmentFields, MailingFields>();
        services.AddScoped<ScheduleMailing>();
        services.AddScoped<CancelMailing>();
        services.AddScoped<PauseMailing>();
        services.AddScoped<PassCanary>();
        services.AddScoped<EndCanary>();
        services.AddScoped<Tripwire>();
        services.AddScoped<MailingProgress>();
        services.AddScoped<CountReached>();
        services.AddSingleton<LiveCounts>();
        services.AddScoped<MailingSummaries>();
        services.AddScoped<FindMailing>();
        services.AddScoped<FindRelayTrouble>();
        services.AddScoped<FindDeliveries>();
        services.AddScoped<FindDelivery>();
        services.AddScoped<PreviewMailing>();
        services.AddSingleton<QuietWait>();
        services.AddSingleton<CanaryEnd>();
        services.AddSingleton<MailingHalts>();
        services.AddSingleton<NextTry>();
        services.AddScoped<CloseMailing>();
        services.AddSingleton<WithheldCertificates>();
        services.AddScoped<IssueCertificate>();
        services.AddScoped<RenewCertificates>();
        services.AddScoped<ResolveDoubt>();
        services.AddScoped<FindCertificates>();
        services.AddScoped<SettleLostTransactions>();
        services.AddScoped<TryContent>();
        services.AddScoped<SendTemplate>();
        services.AddSingleton<SampleData>();
        services.AddSingleton<DueTime>();
        services.AddSingleton<IPersonalData, ForgetDeliveries>();
        services.AddScoped<IDueWork, FreezeAudience>();
        services.AddSingleton<IOutstandingWork, OutstandingMailings>();
        return services;
    }

    /// <summary>Adds the engine that sends: for processes with the worker role.</summary>
    internal static IServiceCollection AddDeliveryEngine(this IServiceCollection services)
    {
        services.AddSingleton(new Leases());
        services.AddSingleton(new Random());
        services.AddSingleton<MailingContents>();
        services.AddSingleton<ComposeDelivery>();
        services.AddSingleton<JudgeHandOver>();
        services.AddSingleton<ClaimDeliveries>();
        services.AddSingleton<ClaimLoop>();
        services.AddSingleton<QueueClaimed>();
        services.AddSingleton<TellMissingSenders>();
        services.AddSingleton<Draining>();
        services.AddSingleton<Ledger>();
        // Stopped in the opposite order: the dispatcher before the ledger that takes its last outcomes.
        services.AddHostedService(provider => provider.GetRequiredService<Ledger>());
        services.AddHostedService<Dispatcher>();
        services.AddHostedService<MailingCloser>();
        return services;
    }
}
