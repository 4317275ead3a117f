using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Hosting;

internal static class SettingsServices
{
    /// <summary>Adds each section as <see cref="IOptions{TOptions}"/>: checked before, fixed for the life of the process.</summary>
    internal static IServiceCollection AddSettings(this IServiceCollection services, Settings settings) =>
        services
            .AddSingleton(settings)
            .AddSingleton(Options.Create(settings.Organisation))
            .AddSingleton(Options.Create(settings.Web))
            .AddSingleton(Options.Create(settings.Storage))
            .AddSingleton(Options.Create(settings.Audience))
            .AddSingleton(Options.Create(settings.Mail))
            .AddSingleton(Options.Create(settings.Inbound))
            .AddSingleton(Options.Create(settings.ReturnAddresses))
            .AddSingleton(Options.Create(settings.Delivery))
            .AddSingleton(Options.Create(settings.Tripwire))
            .AddSingleton(Options.Create(settings.SignUp))
            .AddSingleton(Options.Create(settings.QuietTimes));
}
