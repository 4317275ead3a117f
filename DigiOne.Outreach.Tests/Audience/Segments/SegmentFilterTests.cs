using System.Text.Json;
using CsCheck;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static DigiOne.Outreach.Audience.SegmentOperator;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class SegmentFilterTests
{
    private static readonly string[] Days = ["2027-02-26", "2027-02-27", "2027-02-28", "2027-03-01"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Generated_filters_mean_the_same_people_in_the_database_as_in_memory(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine, SegmentPeople.Attributes);
        var people = await SegmentPeople.MakeAsync(outreach, 60, new Random(1));
        var zone = outreach.Services.GetRequiredService<LocalTime>();
        var (some, none) = (0, 0);

        await Filter(people.Mailing.ToString(), 3).SampleAsync(
            async filter =>
            {
                var meant = people.Meant(filter, outreach.Now, zone).ToList();
                (await MeantAsync(outreach, filter)).ShouldBe(meant, ignoreOrder: true, SegmentJson.Write(filter).ToJsonString());
                SegmentJson.Write(SegmentJson.Read(SegmentJson.Write(filter).ToJsonString())).ToJsonString().ShouldBe(SegmentJson.Write(filter).ToJsonString());
                (some, none) = meant.Count > 0 ? (some + 1, none) : (some, none + 1);
            },
            iter: 400, threads: 1);

        some.ShouldBeGreaterThan(100);
        none.ShouldBeGreaterThan(10);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Not_of_a_condition_means_those_too_of_whom_nothing_is_known(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine, SegmentPeople.Attributes);
        await outreach.Services.MakeListAsync();
        var unknown = (await outreach.Services.SubscribeAsync(["tuntematon@x.example"]))[0];

        foreach (var (field, with, value) in new[]
        {
            ("municipality", Is, "091"), ("organisation", Is, "x"), ("organisation", Contains, "x"), ("attributes.koulu", StartsWith, "x"),
            ("attributes.koko", Below, "5"), ("attributes.koko", Above, "5"), ("attributes.alku", Is, "2027-01-01"), ("attributes.jasen", Is, "false"),
            ("attributes.taso", Is, "gold"), ("received", WithinDays, "9"), ("lists.uutiset", HasLeft, null),
        })
        {
            var condition = new SegmentFilter.Condition(field, with, value is null ? [] : [value]);
            (await MeantAsync(outreach, condition)).ShouldBeEmpty(field);
            (await MeantAsync(outreach, new SegmentFilter.Not(condition))).ShouldBe([unknown], field);
        }
    }

    [Theory]
    [InlineData("[]", "filter: A filter is an object")]
    [InlineData("{\"all\":[]}", "filter.all: A group is a list with at least one")]
    [InlineData("{\"all\":[{\"any\":[{\"field\":\"language\",\"op\":\"is\",\"values\":[\"fi\"]},{\"sql\":\"1=1\"}]}]}", "filter.all.0.any.1: This object has sql")]
    [InlineData("{\"field\":\"language\",\"op\":\"like\",\"values\":[\"fi\"]}", "filter.op: The operator is one of is, contains")]
    [InlineData("{\"field\":\"language\",\"op\":\"0\",\"values\":[\"fi\"]}", "filter.op: The operator is one of")]
    [InlineData("{\"field\":\"language\",\"op\":\"is\",\"values\":[{}]}", "filter.values: The values are a list of texts")]
    [InlineData("{\"not\":{\"field\":\"shoe size\",\"op\":\"is\",\"values\":[\"44\"]}}", "filter.not.field: There is no field 'shoe size'. Known: language, municipality")]
    [InlineData("{\"field\":\"language\",\"op\":\"contains\",\"values\":[\"fi\"]}", "filter.op: There is no operator of language 'contains'. Known: is.")]
    [InlineData("{\"any\":[{\"field\":\"language\",\"op\":\"is\",\"values\":[\"fi\",\"de\"]}]}", "filter.any.0.values.1: 'de' is not one of fi, sv, en.")]
    [InlineData("{\"field\":\"municipality\",\"op\":\"is\",\"values\":[\"Atlantis\"]}", "filter.values.0: 'Atlantis' is not one of the")]
    [InlineData("{\"field\":\"attributes.koko\",\"op\":\"below\",\"values\":[\"suuri\"]}", "filter.values.0: 'suuri' is not a number")]
    [InlineData("{\"field\":\"attributes.koko\",\"op\":\"below\",\"values\":[1,2]}", "filter.values: attributes.koko below is compared with one value.")]
    [InlineData("{\"field\":\"received\",\"op\":\"withinDays\",\"values\":[99999]}", "filter.values.0: '99999' is not a whole number of days")]
    [InlineData("{\"field\":\"known\",\"op\":\"above\",\"values\":[\"9999-12-31\"]}", "filter.values.0: '9999-12-31' is not a day")]
    [InlineData("{\"field\":\"name\",\"op\":\"is\"}", "filter.values: name is compared with 1 to 100 values.")]
    public async Task What_is_wrong_is_said_with_its_place(string json, string said)
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite, SegmentPeople.Attributes);

        (await ProblemsAsync(outreach, json)).ShouldContain(problem => $"{problem.Field}: {problem.Message}".StartsWith(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Depth_and_size_have_limits()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        const string Condition = "{\"field\":\"language\",\"op\":\"is\",\"values\":[\"fi\"]}";
        string Nested(int deep) => deep == 1 ? Condition : $"{{\"not\":{Nested(deep - 1)}}}";
        string Group(int size) => $"{{\"all\":[{string.Join(',', Enumerable.Repeat(Condition, size))}]}}";

        (await ProblemsAsync(outreach, Nested(SegmentFilter.MostDepth))).ShouldBeEmpty();
        (await ProblemsAsync(outreach, Nested(SegmentFilter.MostDepth + 1))).ShouldNotBeEmpty();
        (await ProblemsAsync(outreach, Group(SegmentFilter.MostConditions))).ShouldBeEmpty();
        (await ProblemsAsync(outreach, Group(SegmentFilter.MostConditions + 1))).ShouldNotBeEmpty();
        (await ProblemsAsync(outreach, $"{{\"any\":[{Group(30)},{Group(30)}]}}")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Values_are_stored_as_they_are_compared()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite, SegmentPeople.Attributes);
        var problems = new List<FieldProblem>();

        var filter = await outreach.Services.UseAsync<SegmentFields, SegmentFilter?>(fields => fields.CheckAsync(
            new SegmentFilter.Any(
            [
                new SegmentFilter.Condition("municipality", Is, ["helsinki", "Esbo", "91"]),
                new SegmentFilter.Condition("attributes.koko", Above, ["12,5"]),
                new SegmentFilter.Condition("attributes.jasen", Is, ["kyllä"]),
                new SegmentFilter.Condition("attributes.alku", Below, ["1.3.2027"]),
            ]), problems, Token));

        problems.ShouldBeEmpty();
        filter.ShouldBeOfType<SegmentFilter.Any>().Parts.Cast<SegmentFilter.Condition>().SelectMany(condition => condition.Values)
            .ShouldBe(["091", "049", "091", "12.5", "true", "2027-03-01"]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Count_says_how_many_are_on_a_list_and_whether_it_is_whole(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var list = await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeAsync(["aino@x.example", "liisa@x.example"]);
        var left = await outreach.Services.SubscribeAsync(["sven@x.example"], "sv");
        await outreach.Services.LeaveAsync(left[0], list);
        var everybody = new SegmentFilter.Condition("language", Is, ["fi", "sv"]);

        (await CountAsync(outreach, everybody, Segments.Patience)).ShouldBe(new SegmentCount(3, 2, IsWhole: true));
        (await CountAsync(outreach, everybody, TimeSpan.Zero)).ShouldBe(new SegmentCount(0, 0, IsWhole: false));
    }

    private static Task<SegmentCount> CountAsync(StillOutreach outreach, SegmentFilter filter, TimeSpan patience) =>
        outreach.Services.UseAsync<Segments, SegmentCount>(segments => segments.CountAsync(filter, patience, Token));

    private static Task<List<FieldProblem>> ProblemsAsync(StillOutreach outreach, string json) => outreach.Services.UseAsync<SegmentFields, List<FieldProblem>>(async fields =>
    {
        var problems = new List<FieldProblem>();
        using var document = JsonDocument.Parse(json);
        if (SegmentJson.Read(document.RootElement, "filter", problems) is { } filter)
            await fields.CheckAsync(filter, problems, Token);
        return problems;
    });

    private static Task<List<ContactId>> MeantAsync(StillOutreach outreach, SegmentFilter filter) => outreach.Services.UseAsync<SegmentFields, List<ContactId>>(async fields =>
    {
        await using var db = outreach.OpenDatabase();
        var sql = new SegmentSql(db.Engine, outreach.Now, outreach.Services.GetRequiredService<LocalTime>());
        var problems = new List<FieldProblem>();
        var stored = await fields.CheckAsync(filter, problems, Token);
        problems.ShouldBeEmpty();
        var statement = $"SELECT c.id AS \"Value\" FROM contacts c WHERE {await fields.CompileAsync(stored!, sql, Token)}";
        return [.. (await db.Database.SqlQueryRaw<long>(statement, [.. sql.Values]).ToListAsync(Token)).Select(id => new ContactId(id))];
    });

    private static Gen<SegmentFilter> Filter(string mailing, int depth)
    {
        var condition = Gen.OneOf(
        [
            Of("language", [Is], "fi", "sv", "en"), Of("municipality", [Is, IsSet], "091", "049", "853"),
            Of("name", [Is, Contains, StartsWith, IsSet], "päiväkoti", "KOTI", "Åbo", "'; DROP TABLE contacts; --", "%", "_"),
            Of("organisation", [Is, Contains, StartsWith, IsSet], "paivakoti", "i", "%_"),
            Of("known", [Below, Above], Days), Of("known", [WithinDays], "1", "2", "3"), Of("paused", [Is], "true", "false"),
            Of("attributes.koulu", [Is, Contains, StartsWith, IsSet], "koti", "ÅBO", "'; drop table contacts; --"),
            Of("attributes.koko", [Is, Below, Above, IsSet], "1", "2.5", "-3", "50"), Of("attributes.alku", [Is, Below, Above, IsSet], "2027-03-01", "2029-01-01"),
            Of("attributes.jasen", [Is, IsSet], "true", "false"), Of("attributes.taso", [Is, IsSet], "gold", "silver"),
            Of("lists.a", [IsOn, HasLeft], "-"), Of("lists.b", [JoinedBefore, JoinedAfter], Days),
            Of("received", [WithinDays], "1", "3"), Of("rejected", [WithinDays], "2", "4"), Of("mailing", [Is], mailing, Guid.Empty.ToString()),
        ]);
        if (depth == 0)
            return condition;
        var inner = Filter(mailing, depth - 1);
        return Gen.Frequency(
            (2, condition),
            (2, inner.Array[1, 3].Select(parts => (SegmentFilter)new SegmentFilter.All(parts))),
            (2, inner.Array[1, 3].Select(parts => (SegmentFilter)new SegmentFilter.Any(parts))),
            (1, inner.Select(part => (SegmentFilter)new SegmentFilter.Not(part))));
    }

    private static Gen<SegmentFilter> Of(string field, SegmentOperator[] operators, params string[] values) =>
        Gen.Select(Gen.OneOf(operators), Gen.OneOf(values).Array[1, 2]).Select((with, chosen) => (SegmentFilter)new SegmentFilter.Condition(
            field, with, with is IsSet or IsOn or HasLeft ? [] : with is Is or Contains or StartsWith ? chosen : chosen[..1]));
}
