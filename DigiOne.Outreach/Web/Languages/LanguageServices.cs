namespace DigiOne.Outreach.Web.Languages;

internal static class LanguageServices
{
    internal static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var cultures = UiLanguage.All.Select(language => language.Culture).ToList();
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.DefaultRequestCulture = new(cultures[0]);
            options.RequestCultureProviders = [new ChosenLanguage()];
        });
        return services;
    }
}
