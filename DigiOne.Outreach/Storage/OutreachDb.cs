using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DigiOne.Outreach.Storage;

/// <summary>
/// The one database, on either engine. It has no sets of its own: each slice brings its
/// <see cref="IEntityTypeConfiguration{TEntity}"/> and asks for <see cref="DbContext.Set{TEntity}()"/>.
/// </summary>
public abstract class OutreachDb(DbContextOptions options) : DbContext(options)
{
    private const int LongestEnumName = 32;

    /// <summary>Which engine stands behind this context.</summary>
    public abstract StorageEngine Engine { get; }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(OutreachDb).Assembly);
        modelBuilder.HasDbFunction(() => DatabaseText.Lower("")).HasName("lower").IsBuiltIn();
        if (Engine == StorageEngine.Sqlite)
            NeverReuseIds(modelBuilder);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        foreach (var (type, converter) in Conversions.On(Engine))
        {
            var column = configurationBuilder.Properties(type).HaveConversion(converter.GetType());
            if (type.IsEnum)
                column.HaveMaxLength(LongestEnumName);
        }
    }

    // SQLite gives the highest id again once its row is deleted, as PostgreSQL never does: a link that was mailed to one
    // person would then open another's page.
    private static void NeverReuseIds(ModelBuilder modelBuilder)
    {
        var given = modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(property => property.ValueGenerated == ValueGenerated.OnAdd && Conversions.IsLongId(property.ClrType));
        foreach (var id in given)
            id.SetValueGenerationStrategy(SqliteValueGenerationStrategy.Autoincrement);
    }
}
