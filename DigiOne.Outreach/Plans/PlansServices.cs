namespace DigiOne.Outreach.Plans;

internal static class PlansServices
{
    /// <summary>Adds the timeline.</summary>
    internal static IServiceCollection AddPlans(this IServiceCollection services) => services.AddScoped<Timeline>();
}
