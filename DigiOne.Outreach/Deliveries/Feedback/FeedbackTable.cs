using DigiOne.Outreach.Mail.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Deliveries;

internal sealed class FeedbackTable : IEntityTypeConfiguration<Feedback>
{
    internal const int LongestReason = 64;
    internal const int LongestStatus = 16;

    public void Configure(EntityTypeBuilder<Feedback> builder)
    {
        builder.ToTable("feedback");
        builder.Property(feedback => feedback.Id).ValueGeneratedOnAdd();
        builder.Property(feedback => feedback.Reason).HasMaxLength(LongestReason);
        builder.Property(feedback => feedback.Status).HasMaxLength(LongestStatus);
        builder.Property(feedback => feedback.Diagnostic).HasMaxLength(FailedRecipient.LongestDiagnostic);
        builder.HasOne<Delivery>().WithMany().HasForeignKey(feedback => feedback.DeliveryId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(feedback => new { feedback.MailingId, feedback.Kind });
        builder.HasIndex(feedback => feedback.ContactId);
    }
}
