using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DigiOne.Outreach.Rendering;

internal static class RenderingServices
{
    /// <summary>Adds <see cref="TemplateLibrary"/>, <see cref="MailRenderer"/>, <see cref="MailPreparer"/> and <see cref="TextRenderer"/>.</summary>
    internal static IServiceCollection AddRendering(this IServiceCollection services, string templatesFolder)
    {
        services.TryAddSingleton(RenderingLimits.Default);
        services.AddSingleton(provider => new TemplateLibrary(templatesFolder, provider.GetRequiredService<RenderingLimits>()));
        services.AddSingleton<ParsedMails>();
        services.AddSingleton<MailRenderer>();
        services.AddSingleton<MailPreparer>();
        services.AddSingleton<TextRenderer>();
        return services;
    }
}
