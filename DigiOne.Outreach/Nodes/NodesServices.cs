namespace DigiOne.Outreach.Nodes;

internal static class NodesServices
{
    /// <summary>Adds what is known about nodes and about the database as a whole.</summary>
    internal static IServiceCollection AddNodes(this IServiceCollection services)
    {
        services.AddSingleton<LiveNodes>();
        services.AddSingleton<MailHold>();
        services.AddSingleton<StampFile>();
        services.AddSingleton<DatabaseIdentity>();
        services.AddSingleton<RecogniseDatabase>();
        services.AddScoped<ReleaseHold>();
        services.AddSingleton<Heartbeat>();
        return services;
    }

    /// <summary>Makes this process a node. Added before the engine, so that it stops after it.</summary>
    internal static IServiceCollection AddHeartbeat(this IServiceCollection services) =>
        services.AddHostedService(provider => provider.GetRequiredService<Heartbeat>());
}
