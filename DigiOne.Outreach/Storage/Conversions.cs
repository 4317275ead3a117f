using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DigiOne.Outreach.Storage;

/// <summary>How each of the product's own types stands in a column, on each engine.</summary>
internal static class Conversions
{
    private static readonly Type[] OwnTypes =
        [.. typeof(Conversions).Assembly.GetTypes().Where(type => type is { IsValueType: true, ContainsGenericParameters: false })];

    /// <summary>The converters of all strong ids, enums and instants.</summary>
    internal static Dictionary<Type, ValueConverter> On(StorageEngine engine)
    {
        var sqlite = engine == StorageEngine.Sqlite;
        var converters = new Dictionary<Type, ValueConverter>
        {
            [typeof(DateTimeOffset)] = sqlite ? new InstantToMicrosecondsConverter() : new InstantToUtcConverter(),
        };
        if (sqlite)
            converters[typeof(Guid)] = new GuidToBytesConverter();

        foreach (var type in OwnTypes)
            if (Implements(type, typeof(IGuidId<>)))
                converters[type] = Make(sqlite ? typeof(GuidIdToBytesConverter<>) : typeof(GuidIdConverter<>), type);
            else if (IsLongId(type))
                converters[type] = Make(typeof(LongIdConverter<>), type);
            else if (type.IsEnum && type.Namespace!.StartsWith("DigiOne.", StringComparison.Ordinal))
                converters[type] = Make(typeof(EnumToStringConverter<>), type);
        return converters;
    }

    /// <summary>Whether rows get ids of this type from the database.</summary>
    internal static bool IsLongId(Type type) => Implements(type, typeof(ILongId<>));

    private static bool Implements(Type type, Type openInterface) =>
        type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == openInterface);

    private static ValueConverter Make(Type openConverter, Type type) =>
        (ValueConverter)Activator.CreateInstance(openConverter.MakeGenericType(type))!;
}
