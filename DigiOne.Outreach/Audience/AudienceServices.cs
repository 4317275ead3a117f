using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Audience;

internal static class AudienceServices
{
    /// <summary>Adds contacts, lists, their import, suppressions, erasure, and the links that let people leave.</summary>
    internal static IServiceCollection AddAudience(this IServiceCollection services)
    {
        services.AddSingleton<Lists>();
        services.AddSingleton<CreateList>();
        services.AddScoped<EditList>();
        services.AddScoped<EditContact>();
        services.AddSingleton<ContactAttributes>();
        services.AddSingleton<KeepWording>();
        services.AddScoped<FindContacts>();
        services.AddScoped<SearchContacts>();
        services.AddSingleton<ImportContacts>();
        services.AddSingleton<StageImport>();
        services.AddSingleton<KeptOut>();
        services.AddSingleton<ApplyImport>();
        services.AddSingleton<RunImport>();
        services.AddSingleton<IDueWork>(provider => provider.GetRequiredService<RunImport>());
        services.AddSingleton<CancelImport>();
        services.AddSingleton<TidyImports>();
        services.AddSingleton<FindImports>();
        services.AddSingleton<WriteImportReport>();
        services.AddSingleton<Suppress>();
        services.AddSingleton<LiftSuppression>();
        services.AddSingleton<FindSuppressions>();
        services.AddSingleton<AddressHashes>();
        services.AddSingleton<ErasedAddresses>();
        services.AddSingleton<ComeBack>();
        services.AddScoped<EraseContact>();
        services.AddSingleton<LinkKeys>();
        services.AddSingleton<UnsubscribeLinks>();
        return services;
    }
}
