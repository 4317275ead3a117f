using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Social;

/// <summary>Begins a post, or keeps an edit of one that is still a draft. Bad input is refused whole.</summary>
internal sealed class SavePost(OutreachDb db, NetworkDirectory networks, TimeProvider clock)
{
    /// <summary>Begins one.</summary>
    internal async Task<SaveOutcome<PostId>> CreateAsync(PostDraft draft, CancellationToken cancellationToken)
    {
        if (Check(draft) is { Count: > 0 } problems)
            return new SaveOutcome<PostId>.Refused(problems);

        var post = new Post { Name = draft.Name, CreatedAt = clock.GetUtcNow() };
        Fill(post, draft);
        db.Add(post);
        return await db.KeepAsync(post, cancellationToken);
    }

    /// <summary>Keeps an edit.</summary>
    /// <param name="id">Of which post.</param>
    /// <param name="revision">The revision that was edited; null overwrites whatever stands.</param>
    /// <param name="draft">The whole post as it is to be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<SaveOutcome<PostId>> EditAsync(PostId id, int? revision, PostDraft draft, CancellationToken cancellationToken)
    {
        var post = await db.Set<Post>().Include(post => post.Variants).SingleOrDefaultAsync(post => post.Id == id, cancellationToken);
        if (!post.MayBeEdited(revision, out var refusal))
            return refusal;
        if (Check(draft) is { Count: > 0 } problems)
            return new SaveOutcome<PostId>.Refused(problems);

        Fill(post, draft);
        return await db.KeepAsync(post, cancellationToken);
    }

    private List<FieldProblem> Check(PostDraft draft)
    {
        var problems = FieldProblem.OfLine("name", "The name", draft.Name).ToList();
        var written = draft.Texts.Where(text => !string.IsNullOrWhiteSpace(text.Value)).ToList();
        if (written.Count == 0)
            problems.Add(FieldProblem.Required("texts", "The text for at least one network"));
        foreach (var (network, text) in written)
            if (!networks.TryFind(network, out var connector))
                problems.Add(FieldProblem.Unknown($"texts.{network}", "network", network, networks.All.Select(known => known.Capabilities.Network)));
            else
                problems.AddRange(connector.Check(text).Select(problem => new FieldProblem($"texts.{network}", ProblemKind.Malformed, problem)));
        return problems;
    }

    private static void Fill(Post post, PostDraft draft)
    {
        post.Name = draft.Name.Trim();
        var written = draft.Texts.Where(text => !string.IsNullOrWhiteSpace(text.Value)).ToDictionary(text => text.Key, text => text.Value.Trim());
        post.Variants.Follow(
            written,
            variant => variant.Network,
            network => new PostVariant { Network = network, Text = "" },
            (variant, text) => variant.Text = text);
    }
}
