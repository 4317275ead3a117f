using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Audience;

internal sealed class SuppressionTable : IEntityTypeConfiguration<Suppression>
{
    public void Configure(EntityTypeBuilder<Suppression> builder)
    {
        builder.ToTable("suppressions");
        builder.HasKey(suppression => suppression.NormalAddress);
        builder.Property(suppression => suppression.NormalAddress).HasMaxLength(AddressNormalForm.MaxLength);
        builder.Ignore(suppression => suppression.Causes);
        Own(builder, suppression => suppression.HardBounce, SuppressionReason.HardBounce);
        Own(builder, suppression => suppression.Complaint, SuppressionReason.Complaint);
        Own(builder, suppression => suppression.Unsubscribed, SuppressionReason.Unsubscribed);
        Own(builder, suppression => suppression.ByHand, SuppressionReason.ByHand);
    }

    // The columns that SuppressionMatrix and the statements name.
    private static void Own(
        EntityTypeBuilder<Suppression> builder, Expression<Func<Suppression, SuppressionCause?>> cause, SuppressionReason reason) =>
        builder.OwnsOne(cause, columns =>
        {
            var prefix = SuppressionMatrix.ColumnsOf(reason);
            columns.Property(known => known.Since).HasColumnName($"{prefix}_since");
            columns.Property(known => known.Source).HasColumnName($"{prefix}_source");
            columns.Property(known => known.By).HasColumnName($"{prefix}_by").HasMaxLength(SuppressionCause.LongestBy);
            columns.Property(known => known.Note).HasColumnName($"{prefix}_note").HasMaxLength(SuppressionCause.LongestNote);
        });
}
