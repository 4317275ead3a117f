using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Storage;

internal static class StorageServices
{
    /// <summary>Adds the database: a scoped <see cref="OutreachDb"/> and an <see cref="IDbContextFactory{TContext}"/> of it.</summary>
    internal static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<OutreachDbFactory>();
        services.AddSingleton<IDbContextFactory<OutreachDb>>(provider => provider.GetRequiredService<OutreachDbFactory>());
        services.AddScoped(provider => provider.GetRequiredService<OutreachDbFactory>().CreateDbContext());
        services.AddSingleton<Migrator>();
        return services;
    }
}
