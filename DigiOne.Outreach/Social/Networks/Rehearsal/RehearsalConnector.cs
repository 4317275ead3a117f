using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Social.Networks.Rehearsal;

/// <summary>Stands for a network that no account is connected to: it keeps what would be published, and publishes nothing.</summary>
internal sealed class RehearsalConnector(string network, string name, IDbContextFactory<OutreachDb> databases, TimeProvider clock) : INetworkConnector
{
    /// <inheritdoc />
    public NetworkCapabilities Capabilities { get; } = new(network, name, IsRehearsal: true);

    /// <inheritdoc />
    public IReadOnlyList<string> Check(string text) => [];

    /// <inheritdoc />
    public async Task<PublishOutcome> PublishAsync(Publication publication, string text, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        db.Add(new RehearsedPost { Id = publication.Id, Network = network, Text = text, At = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
        return Landed(publication);
    }

    /// <inheritdoc />
    public async Task<PublishOutcome?> FindOutAsync(Publication publication, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<RehearsedPost>().AnyAsync(post => post.Id == publication.Id, cancellationToken)
            ? Landed(publication)
            : new PublishOutcome.Rejected(PostExplanations.NotCaptured.Of());
    }

    private static PublishOutcome.Published Landed(Publication publication) => new($"rehearsal:{publication.Id.Value:n}", Url: null);
}
