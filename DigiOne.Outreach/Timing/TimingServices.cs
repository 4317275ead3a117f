using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Nodes;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Timing;

internal static class TimingServices
{
    /// <summary>Adds the clock, local time, quiet times and the due items.</summary>
    internal static IServiceCollection AddTiming(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new LocalTime(provider.GetRequiredService<IOptions<OrganisationOptions>>().Value.TimeZone));
        services.AddSingleton<QuietTimes>();
        services.AddSingleton<TakeDueItems>();
        services.AddSingleton<IOutstandingWork, OutstandingItems>();
        services.AddScoped<RunDueItem>();
        services.AddScoped<DueItems>();
        return services;
    }
}
