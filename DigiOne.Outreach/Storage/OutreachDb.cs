using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Storage;

/// <summary>
/// The one database, on either engine. It has no sets of its own: each slice brings its
/// <see cref="IEntityTypeConfiguration{TEntity}"/> and asks for <see cref="DbContext.Set{TEntity}()"/>.
/// </summary>
public abstract class OutreachDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>Which engine stands behind this context.</summary>
    public abstract StorageEngine Engine { get; }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(OutreachDb).Assembly);

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        var sqlite = Engine == StorageEngine.Sqlite;
        foreach (var type in typeof(OutreachDb).Assembly.GetTypes().Where(type => type is { IsValueType: true, IsGenericType: false }))
        {
            if (Implements(type, typeof(IGuidId<>)))
                Convert(configurationBuilder, type, sqlite ? typeof(GuidIdToBytesConverter<>) : typeof(GuidIdConverter<>));
            else if (Implements(type, typeof(ILongId<>)))
                Convert(configurationBuilder, type, typeof(LongIdConverter<>));
            else if (type.IsEnum && type.Namespace!.StartsWith("DigiOne.", StringComparison.Ordinal))
                configurationBuilder.Properties(type).HaveConversion<string>().HaveMaxLength(32);
        }

        var instants = sqlite ? typeof(InstantToMicrosecondsConverter) : typeof(InstantToUtcConverter);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion(instants);
        configurationBuilder.DefaultTypeMapping<DateTimeOffset>(mapping => mapping.HasConversion(instants));
        if (sqlite)
        {
            configurationBuilder.Properties<Guid>().HaveConversion<GuidToBytesConverter>();
            configurationBuilder.DefaultTypeMapping<Guid>(mapping => mapping.HasConversion<GuidToBytesConverter>());
        }
    }

    private static bool Implements(Type type, Type openInterface) =>
        type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == openInterface);

    private static void Convert(ModelConfigurationBuilder builder, Type id, Type openConverter)
    {
        var converter = openConverter.MakeGenericType(id);
        builder.Properties(id).HaveConversion(converter);
        // The default mapping serves parameters of raw SQL, which no property describes.
        typeof(OutreachDb).GetMethod(nameof(MapParameter), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(id).Invoke(null, [builder, converter]);
    }

    private static void MapParameter<TId>(ModelConfigurationBuilder builder, Type converter)
        where TId : struct => builder.DefaultTypeMapping<TId>(mapping => mapping.HasConversion(converter));
}
