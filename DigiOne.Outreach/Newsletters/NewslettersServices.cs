using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Newsletters;

internal static class NewslettersServices
{
    /// <summary>Adds newsletters.</summary>
    internal static IServiceCollection AddNewsletters(this IServiceCollection services) => services
        .AddScoped<ISegmentUse, DraftsOfSegment>()
        .AddScoped<Campaigns>()
        .AddScoped<CheckCampaign>()
        .AddScoped<SaveCampaign>()
        .AddScoped<PreviewCampaign>()
        .AddScoped<SendTest>()
        .AddScoped<ScheduleCampaign>()
        .AddScoped<UnscheduleCampaign>();
}
