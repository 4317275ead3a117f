namespace DigiOne.Outreach.Web.Words;

/// <summary>Words of every page: navigation, states, shared parts, error pages.</summary>
internal sealed class CommonWords;

/// <summary>Words of signing in and out.</summary>
internal sealed class SignInWords;

/// <summary>Words of the timeline, the admin's first page.</summary>
internal sealed class TimelineWords;

/// <summary>Words of a mailing's page.</summary>
internal sealed class MailingWords;

/// <summary>Words of the deliveries.</summary>
internal sealed class DeliveryWords;

/// <summary>Words of ours where no server spoke. The English ones are what is written down.</summary>
internal sealed class ExplanationWords;

/// <summary>Words of what came in.</summary>
internal sealed class InboxWords;

/// <summary>Words of captured mail.</summary>
internal sealed class CapturedWords;

/// <summary>Words of the notice that all mail waits.</summary>
internal sealed class HoldWords;

/// <summary>Words of the settings.</summary>
internal sealed class SettingsWords;

/// <summary>Words of leaving by the link in a mail.</summary>
internal sealed class UnsubscribeWords;

/// <summary>Words of subscribing by a form.</summary>
internal sealed class SubscribeWords;

/// <summary>Words of confirming by the link in a mail.</summary>
internal sealed class ConfirmWords;

/// <summary>Words of looking after one's subscriptions.</summary>
internal sealed class PreferencesWords;

/// <summary>Words of a new mailbox that says whose it is.</summary>
internal sealed class NewAddressWords;

/// <summary>Words of what people set for themselves.</summary>
internal sealed class AccountWords;

/// <summary>Words of what every page that composes shares: addressing, times, mistakes.</summary>
internal sealed class ComposeWords;

/// <summary>Words of newsletters.</summary>
internal sealed class NewsletterWords;

/// <summary>Words of info sessions.</summary>
internal sealed class SessionWords;

/// <summary>Words of social posts.</summary>
internal sealed class PostWords;

/// <summary>Words of segments.</summary>
internal sealed class SegmentWords;

/// <summary>Words of lists, contacts and their import.</summary>
internal sealed class AudienceWords;

/// <summary>Words of suppressed addresses and of erasing people.</summary>
internal sealed class SuppressionWords;
