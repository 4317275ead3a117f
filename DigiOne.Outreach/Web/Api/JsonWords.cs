using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Says in plain words what would be right, from the types of this program.</summary>
internal static class JsonWords
{
    /// <summary>What is expected of a type, e.g. "a list, each item a text".</summary>
    internal static string Of(Type type, HttpContext context) => Of(type, Options(context));

    /// <summary>The names of an object's members; none where it is no object of ours.</summary>
    internal static IReadOnlyList<string> Members(Type type, HttpContext context) =>
        Options(context).GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object } info ? [.. info.Properties.Select(member => member.Name)] : [];

    /// <summary>The type at the end of a way; null where it leads out of what is expected.</summary>
    internal static Type? At(Type type, IEnumerable<string?> steps, HttpContext context)
    {
        var options = Options(context);
        Type? at = type;
        foreach (var step in steps)
        {
            at = at is null || at == typeof(JsonObject) ? null : options.GetTypeInfo(at) switch
            {
                { Kind: JsonTypeInfoKind.Object } info when step is not null =>
                    info.Properties.FirstOrDefault(member => member.Name.Equals(step, StringComparison.OrdinalIgnoreCase))?.PropertyType,
                { Kind: JsonTypeInfoKind.Dictionary } when step is not null => ItemOf(at)?.GenericTypeArguments[1],
                { Kind: JsonTypeInfoKind.Enumerable } when step is null => ItemOf(at),
                _ => null,
            };
        }

        return at;
    }

    private static string Of(Type type, JsonSerializerOptions options)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Word<>))
            type = type.GenericTypeArguments[0];
        if (type.IsEnum)
            return $"one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}";
        if (type == typeof(string))
            return "a text";
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(int))
            return $"a whole number between {int.MinValue} and {int.MaxValue}";
        if (type == typeof(long))
            return $"a whole number between {long.MinValue} and {long.MaxValue}";
        if (type == typeof(Guid))
            return "an id such as 0198c0de-0000-7000-8000-000000000000";
        if (type == typeof(DateTime))
            return "a local time without offset, such as 2027-03-01T09:00";
        if (type == typeof(DateTimeOffset))
            return "a time with offset, such as 2027-03-01T09:00+02:00";
        return type == typeof(JsonObject) ? "an object" : Composite(type, options);
    }

    private static string Composite(Type type, JsonSerializerOptions options) => options.GetTypeInfo(type) switch
    {
        { Kind: JsonTypeInfoKind.Dictionary } => $"an object with {Of(ItemOf(type)!.GenericTypeArguments[1], options)} for each name",
        { Kind: JsonTypeInfoKind.Enumerable } => $"a list, each item {Of(ItemOf(type)!, options)}",
        { Kind: JsonTypeInfoKind.Object } info => $"an object with {string.Join(", ", info.Properties.Select(member => member.Name))}",
        _ => "something else",
    };

    private static Type? ItemOf(Type type) => type.GetInterfaces().Prepend(type)
        .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0];

    private static JsonSerializerOptions Options(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
}
