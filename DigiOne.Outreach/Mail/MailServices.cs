using DigiOne.Outreach.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Mail;

internal static class MailServices
{
    /// <summary>Adds the ways mail leaves: <see cref="SenderDirectory"/> with its routes, and <see cref="CapturedMailbox"/> to read what was captured.</summary>
    internal static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new CaptureFolder(
            Path.Combine(
                provider.GetRequiredService<IOptions<StorageOptions>>().Value.DataFolder,
                provider.GetRequiredService<IOptions<MailOptions>>().Value.CaptureFolder),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CapturedMailbox(provider.GetRequiredService<CaptureFolder>()));
        services.AddSingleton(provider => new SenderDirectory(
            provider.GetRequiredService<IOptions<MailOptions>>(),
            provider.GetRequiredService<CaptureFolder>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }
}
