using DigiOne.Outreach.Social;
using DigiOne.Outreach.Web.Components;

namespace DigiOne.Outreach.Web.Admin.Posts;

/// <summary>Posts and publications as people see them.</summary>
internal static class ShownPost
{
    /// <summary>A post's state: released, it is as far as the worst of its publications.</summary>
    internal static ShownState StateOf(PostDetail detail) => detail switch
    {
        { IsAsking: true } => ShownState.Asking,
        { Post.State: PostState.Draft } => ShownState.Draft,
        { Post.State: PostState.Scheduled } => ShownState.Planned,
        _ when Any(detail, PublicationState.Waiting) || Any(detail, PublicationState.Sending) => ShownState.Sending,
        _ when Any(detail, PublicationState.InDoubt) => ShownState.InDoubt,
        _ when Any(detail, PublicationState.Rejected) => ShownState.Rejected,
        _ => ShownState.Sent,
    };

    /// <summary>A publication's state.</summary>
    internal static ShownState StateOf(Publication publication, PostDetail detail) => publication.State switch
    {
        PublicationState.Waiting => detail.Post.State == PostState.Scheduled ? ShownState.Planned : ShownState.Waiting,
        PublicationState.Sending => ShownState.Sending,
        PublicationState.Published => ShownState.Accepted,
        PublicationState.Rejected => ShownState.Rejected,
        PublicationState.InDoubt => ShownState.InDoubt,
        _ => ShownState.Cancelled,
    };

    private static bool Any(PostDetail detail, PublicationState state) => detail.Publications.Any(publication => publication.State == state);
}
