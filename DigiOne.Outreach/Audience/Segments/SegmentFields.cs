using System.Text.Json;
using DigiOne.Outreach.Problems;

namespace DigiOne.Outreach.Audience;

/// <summary>All that conditions may be about, from every part of the house; checks filters against them and makes SQL of them.</summary>
internal sealed class SegmentFields(IEnumerable<ISegmentFields> sources)
{
    private const int MostValues = 100;

    /// <summary>Every field, in the order in which they are offered.</summary>
    internal async Task<IReadOnlyList<SegmentField>> AllAsync(CancellationToken cancellationToken)
    {
        var all = new List<SegmentField>();
        foreach (var source in sources)
            all.AddRange(await source.AllAsync(cancellationToken));
        return all;
    }

    /// <summary>A filter with its values as they are stored; null where there are problems, each of which names its place.</summary>
    internal async Task<SegmentFilter?> CheckAsync(SegmentFilter filter, List<FieldProblem> problems, CancellationToken cancellationToken)
    {
        var before = problems.Count;
        var fields = (await AllAsync(cancellationToken)).ToDictionary(field => field.Key);
        var conditions = 0;
        var stored = Check(filter, "filter", 1);
        if (conditions > SegmentFilter.MostConditions)
            problems.Add(new FieldProblem("filter", ProblemKind.TooLong, $"A segment has at most {SegmentFilter.MostConditions} conditions; this one has {conditions}."));
        return problems.Count > before ? null : stored;

        SegmentFilter Check(SegmentFilter part, string path, int depth)
        {
            if (depth > SegmentFilter.MostDepth)
                problems.Add(new FieldProblem(path, ProblemKind.Malformed, $"Groups stand at most {SegmentFilter.MostDepth} deep in each other."));
            switch (part)
            {
                case SegmentFilter.All all:
                    return new SegmentFilter.All(Group(all.Parts, $"{path}.all", depth));
                case SegmentFilter.Any any:
                    return new SegmentFilter.Any(Group(any.Parts, $"{path}.any", depth));
                case SegmentFilter.Not not:
                    return new SegmentFilter.Not(Check(not.Part, $"{path}.not", depth + 1));
                case SegmentFilter.Condition condition:
                    conditions++;
                    return CheckCondition(condition, fields, path, problems);
                default:
                    throw new InvalidOperationException(part.ToString());
            }
        }

        List<SegmentFilter> Group(IReadOnlyList<SegmentFilter> parts, string path, int depth)
        {
            if (parts.Count == 0)
                problems.Add(FieldProblem.Required(path, "A condition in this group"));
            return [.. parts.Index().Select(part => Check(part.Item, $"{path}.{part.Index}", depth + 1))];
        }
    }

    /// <summary>Adds a checked filter to SQL about the contact <c>c</c>.</summary>
    /// <exception cref="InvalidOperationException">It names a field that is gone since it was checked: nobody is meant by guessing.</exception>
    internal async Task<string> CompileAsync(SegmentFilter filter, SegmentSql sql, CancellationToken cancellationToken)
    {
        var fields = (await AllAsync(cancellationToken)).ToDictionary(field => field.Key);
        return Compile(filter);

        string Compile(SegmentFilter part) => part switch
        {
            SegmentFilter.All all => $"({string.Join(" AND ", all.Parts.Select(Compile))})",
            SegmentFilter.Any any => $"({string.Join(" OR ", any.Parts.Select(Compile))})",
            SegmentFilter.Not not => $"(NOT {Compile(not.Part)})",
            // What is not known is neither true nor false in SQL, and its opposite neither.
            SegmentFilter.Condition condition => $"(({Field(condition).Compile(sql, condition.Operator, condition.Values)}) IS TRUE)",
            _ => throw new InvalidOperationException(part.ToString()),
        };

        SegmentField Field(SegmentFilter.Condition condition) =>
            fields.TryGetValue(condition.Field, out var field) && field.Operators.Contains(condition.Operator) ? field
                : throw new InvalidOperationException($"The segment asks for {condition.Field} {condition.Operator}, which is no longer known.");
    }

    private static SegmentFilter.Condition CheckCondition(
        SegmentFilter.Condition condition, Dictionary<string, SegmentField> fields, string path, List<FieldProblem> problems)
    {
        if (!fields.TryGetValue(condition.Field, out var field))
        {
            problems.Add(FieldProblem.Unknown($"{path}.field", "field", condition.Field, fields.Keys));
            return condition;
        }

        if (!field.Operators.Contains(condition.Operator))
        {
            problems.Add(FieldProblem.Unknown($"{path}.op", $"operator of {field.Key}", Word(condition.Operator), field.Operators.Select(Word)));
            return condition;
        }

        var kind = field.ValueOf(condition.Operator);
        var several = condition.Operator is SegmentOperator.Is or SegmentOperator.Contains or SegmentOperator.StartsWith;
        if (kind == SegmentValue.None)
            return condition with { Values = [] };
        if (condition.Values.Count == 0 || condition.Values.Count > (several ? MostValues : 1))
        {
            problems.Add(new FieldProblem(
                $"{path}.values", condition.Values.Count == 0 ? ProblemKind.Required : ProblemKind.TooLong,
                several ? $"{field.Key} is compared with 1 to {MostValues} values." : $"{field.Key} {Word(condition.Operator)} is compared with one value."));
            return condition;
        }

        var stored = condition.Values.Select(value => SegmentValues.Read(field, kind, value)).ToList();
        foreach (var (index, _) in stored.Index().Where(value => value.Item is null))
            problems.Add(new FieldProblem($"{path}.values.{index}", ProblemKind.Malformed, $"'{Shown(condition.Values[index])}' is not {SegmentValues.Rule(field, kind)}."));
        return condition with { Values = [.. stored.Select(value => value ?? "")] };
    }

    private static string Shown(string value) => value.Length > 60 ? value[..60] + "…" : value;

    private static string Word(SegmentOperator with) => JsonNamingPolicy.CamelCase.ConvertName(with.ToString());
}
