using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Tests.Support;
using NJsonSchema;

namespace DigiOne.Outreach.Tests.Configuration;

public sealed class SchemaTests
{
    [Fact]
    public async Task The_shipped_configuration_fits_the_schema()
    {
        var schema = await SchemaAsync();

        schema.Validate(await File.ReadAllTextAsync(SourceTree.At("config", "outreach.json"), TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""  "Colour": "blue"  """)]
    [InlineData("""  "Web": { "Listen": "http://localhost:5080" }  """)]
    [InlineData("""  "Relays": { "main": { "Port": 25 } }  """)]
    [InlineData("""  "Relays": { "main": { "Host": "mx.example", "Port": 99999 } }  """)]
    [InlineData("""  "Relays": { "main": { "Host": "mx.example", "Security": "SSL" } }  """)]
    [InlineData("""  "Relays": { "main": { "Host": "mx.example", "Password": "hunter2" } }  """)]
    [InlineData("""  "QuietTimes": { "Months": [13] }  """)]
    [InlineData("""  "QuietTimes": { "From": "25:00" }  """)]
    [InlineData("""  "CaptureOnly": "yes"  """)]
    public async Task A_broken_configuration_does_not_fit_the_schema(string sections)
    {
        var schema = await SchemaAsync();

        schema.Validate($"{{ {ConfigurationCase.Least} }}").ShouldBeEmpty();
        schema.Validate($"{{ {ConfigurationCase.Least}, {sections} }}").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Schema_and_options_have_the_same_settings()
    {
        var schema = SettingsOf(await SchemaAsync(), "").Where(path => path != "$schema").ToList();

        schema.Count.ShouldBeGreaterThan(40);
        SettingsOf(typeof(Settings), "").ShouldBe(schema, ignoreOrder: true);
    }

    [Fact]
    public async Task Patience_counts_from_the_messages_first_try_as_the_options_say()
    {
        var delivery = (await SchemaAsync()).ActualProperties["Delivery"].ActualSchema;

        delivery.ActualProperties["RetryFor"].Description.ShouldStartWith("How long after its first try a message");
    }

    private static Task<JsonSchema> SchemaAsync() =>
        JsonSchema.FromFileAsync(SourceTree.At("config", "outreach.schema.json"), TestContext.Current.CancellationToken);

    private static IEnumerable<string> SettingsOf(JsonSchema schema, string path) =>
        schema.ActualSchema.ActualProperties.SelectMany(property => Below(property.Value.ActualSchema, Join(path, property.Key)));

    private static IEnumerable<string> Below(JsonSchema schema, string path) =>
        schema.AdditionalPropertiesSchema is { } entry ? [path, .. SettingsOf(entry, Join(path, "*"))] : [path, .. SettingsOf(schema, path)];

    private static IEnumerable<string> SettingsOf(Type options, string path) =>
        OptionsReader.SettingsOf(options).SelectMany(setting => Below(setting.PropertyType, Join(path, setting.Name)));

    private static IEnumerable<string> Below(Type type, string path) =>
        SettingValue.IsScalar(type) || (type.IsGenericType && type.GenericTypeArguments.Length == 1) ? [path]
        : type.IsGenericType ? [path, .. SettingsOf(type.GenericTypeArguments[1], Join(path, "*"))]
        : [path, .. SettingsOf(type, path)];

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";
}
