using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.InfoSessions;

internal sealed class InfoSessionTable : IEntityTypeConfiguration<InfoSession>
{
    public void Configure(EntityTypeBuilder<InfoSession> builder)
    {
        builder.ToTable("info_sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.SenderKey).HasMaxLength(64);
        builder.Property(session => session.FallbackLanguage).HasMaxLength(12);
        builder.Property(session => session.StartsAt).HasConversion<WallClockConverter>().HasMaxLength(19);
        builder.Property(session => session.EndsAt).HasConversion<WallClockConverter>().HasMaxLength(19);
        builder.Property(session => session.TimeZone).HasMaxLength(64);
        builder.Property(session => session.Place).HasMaxLength(300);
        builder.Property(session => session.OnlineUrl).HasMaxLength(1000);
        builder.Property(session => session.Revision).IsConcurrencyToken();
        builder.HasOne<ContactList>().WithMany().HasForeignKey(session => session.ListId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Mailing>().WithMany().HasForeignKey(session => session.InvitationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Mailing>().WithMany().HasForeignKey(session => session.ReminderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(session => session.Texts).WithOne().HasForeignKey(text => text.InfoSessionId);
    }
}

internal sealed class InfoSessionTextTable : IEntityTypeConfiguration<InfoSessionText>
{
    public void Configure(EntityTypeBuilder<InfoSessionText> builder)
    {
        builder.ToTable("info_session_texts");
        builder.HasKey(text => new { text.InfoSessionId, text.Language });
        builder.Property(text => text.Language).HasMaxLength(12);
        builder.Property(text => text.Title).HasMaxLength(300);
    }
}
