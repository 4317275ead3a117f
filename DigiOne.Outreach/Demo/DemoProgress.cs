using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Social;

namespace DigiOne.Outreach.Demo;

/// <summary>How far a demo is.</summary>
internal sealed record DemoProgress(IReadOnlyList<DemoMailing> Mailings, IReadOnlyList<DemoPublication> Publications)
{
    /// <summary>Publications that landed.</summary>
    internal int Published => Publications.Count(publication => publication.State == PublicationState.Published);

    /// <summary>Whether every certificate is there and adds up, and everything is published.</summary>
    internal bool IsDone => Missing.Count == 0;

    /// <summary>What is missing, one sentence each.</summary>
    internal IReadOnlyList<string> Missing =>
    [
        .. Mailings.Where(mailing => mailing.Certificate is null)
            .Select(mailing => $"{mailing.Kind} “{mailing.Name}” has no certificate: {mailing.Counts.Settled} of {mailing.Counts.Candidates} recipients are accounted for."),
        .. Mailings.Where(mailing => mailing.Certificate is { Counts.AddsUp: false })
            .Select(mailing => $"The certificate of {mailing.Kind} “{mailing.Name}” does not add up."),
        .. Publications.Where(publication => publication.State != PublicationState.Published)
            .Select(publication => $"The post is not published on {publication.Network}: {publication.State}."),
    ];
}

/// <summary>One mailing of a demo.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What the team calls it.</param>
/// <param name="Counts">Where its recipients stand.</param>
/// <param name="Certificate">Its closing account; null until it is issued.</param>
internal sealed record DemoMailing(MailingKind Kind, string Name, MailingCounts Counts, Certificate? Certificate);

/// <summary>The demo's post on one network.</summary>
internal sealed record DemoPublication(string Network, PublicationState State);
