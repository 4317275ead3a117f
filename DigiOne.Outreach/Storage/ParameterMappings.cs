using System.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace DigiOne.Outreach.Storage;

/// <summary>
/// Converts parameters of raw SQL. <c>FromSql</c> looks a parameter up by its type alone, past the model and its
/// conventions: without this a strong id has no mapping there, and on SQLite an instant would go as text, which is
/// greater than every number, so that each comparison with a column would be answered wrongly and in silence.
/// </summary>
internal sealed class ParameterMappings(StorageEngine engine) : IRelationalTypeMappingSourcePlugin
{
    private readonly Dictionary<Type, RelationalTypeMapping> _mappings = Conversions.On(engine).ToDictionary(
        entry => entry.Key,
        entry => (RelationalTypeMapping)Column(entry.Value.ProviderClrType, engine).WithComposedConverter(entry.Value));

    /// <inheritdoc />
    public RelationalTypeMapping? FindMapping(in RelationalTypeMappingInfo mappingInfo) =>
        mappingInfo.ClrType is { } type ? _mappings.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type) : null;

    private static RelationalTypeMapping Column(Type stored, StorageEngine engine) => (engine, stored) switch
    {
        (StorageEngine.Sqlite, _) when stored == typeof(long) => new LongTypeMapping("INTEGER", DbType.Int64),
        (StorageEngine.Sqlite, _) when stored == typeof(byte[]) => new ByteArrayTypeMapping("BLOB", DbType.Binary),
        (StorageEngine.Sqlite, _) when stored == typeof(string) => new StringTypeMapping("TEXT", DbType.String),
        (StorageEngine.Postgres, _) when stored == typeof(long) => new LongTypeMapping("bigint", DbType.Int64),
        (StorageEngine.Postgres, _) when stored == typeof(Guid) => new GuidTypeMapping("uuid", DbType.Guid),
        (StorageEngine.Postgres, _) when stored == typeof(string) => new StringTypeMapping("text", DbType.String),
        (StorageEngine.Postgres, _) when stored == typeof(DateTimeOffset) =>
            new DateTimeOffsetTypeMapping("timestamp with time zone", DbType.DateTimeOffset),
        _ => throw new InvalidOperationException($"{engine} has no column for {stored}."),
    };

    /// <summary>Brings the mappings into EF Core's own services, one set for each engine.</summary>
    internal sealed class Extension(StorageEngine engine) : IDbContextOptionsExtension
    {
        /// <inheritdoc />
        public DbContextOptionsExtensionInfo Info => new ExtensionInfo(this, engine);

        /// <inheritdoc />
        public void ApplyServices(IServiceCollection services) =>
            services.AddSingleton<IRelationalTypeMappingSourcePlugin>(new ParameterMappings(engine));

        /// <inheritdoc />
        public void Validate(IDbContextOptions options)
        {
        }
    }

    private sealed class ExtensionInfo(Extension extension, StorageEngine engine) : DbContextOptionsExtensionInfo(extension)
    {
        private readonly StorageEngine _engine = engine;

        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => (int)_engine;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) =>
            other is ExtensionInfo same && same._engine == _engine;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) =>
            debugInfo["Outreach:" + nameof(ParameterMappings)] = _engine.ToString();
    }
}
