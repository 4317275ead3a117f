using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Audience.Import;

internal sealed class ContactImportTable : IEntityTypeConfiguration<ContactImport>
{
    public void Configure(EntityTypeBuilder<ContactImport> builder)
    {
        builder.ToTable("imports");
        builder.HasIndex(import => import.CreatedAt);
        builder.Property(import => import.Encoding).HasMaxLength(32);
        builder.Property(import => import.Options).HasConversion<JsonConverter<ImportOptions>, JsonComparer<ImportOptions>>();
        builder.Property(import => import.Counts).HasConversion<JsonConverter<ImportCounts>, JsonComparer<ImportCounts>>();
        builder.Property(import => import.Fault).HasConversion<JsonConverter<FileFault>, JsonComparer<FileFault>>();
        builder.Property(import => import.IgnoredColumns).HasConversion<JsonConverter<IReadOnlyList<string>>, JsonComparer<IReadOnlyList<string>>>();
        builder.HasOne<ContactList>().WithMany().HasForeignKey(import => import.ListId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ImportBatchTable : IEntityTypeConfiguration<ImportBatch>
{
    public void Configure(EntityTypeBuilder<ImportBatch> builder)
    {
        builder.ToTable("import_batches");
        builder.HasKey(batch => new { batch.ImportId, batch.Number });
        builder.HasOne<ContactImport>().WithMany().HasForeignKey(batch => batch.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ImportRefusalsTable : IEntityTypeConfiguration<ImportRefusals>
{
    public void Configure(EntityTypeBuilder<ImportRefusals> builder)
    {
        builder.ToTable("import_refusals");
        builder.HasKey(refusals => new { refusals.ImportId, refusals.Number });
        builder.Property(refusals => refusals.Rows).HasConversion<JsonConverter<IReadOnlyList<RefusedRow>>, JsonComparer<IReadOnlyList<RefusedRow>>>();
        builder.HasOne<ContactImport>().WithMany().HasForeignKey(refusals => refusals.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ImportPartTable : IEntityTypeConfiguration<ImportPart>
{
    public void Configure(EntityTypeBuilder<ImportPart> builder)
    {
        builder.ToTable("import_parts");
        builder.HasKey(part => new { part.ImportId, part.Number });
        builder.HasOne<ContactImport>().WithMany().HasForeignKey(part => part.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
