using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Problems;

namespace DigiOne.Outreach.Cli;

/// <summary><c>segment</c>: saved filters over people.</summary>
internal static class SegmentVerb
{
    internal static Command Create() => new("segment", "Look after segments: saved filters that narrow lists") { CreateShow(), CreateCount(), CreateImport() };

    // Not "segment list": the other verbs show too.
    private static Command CreateShow()
    {
        var key = new Argument<string?>("key") { Description = "Key of one segment, whose filter is printed; without it all are named", Arity = ArgumentArity.ZeroOrOne };
        var json = Verb.JsonOption();
        return new Command("show", "Show all segments, or one with its filter") { key, json }.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var segments = services.GetRequiredService<Segments>();
            if (parsed.GetValue(key) is { } wanted)
            {
                if (await segments.FindAsync(wanted, cancellationToken) is not { } found)
                    return parsed.Refuse(await MissingAsync(segments, wanted, cancellationToken));
                parsed.WriteJson(Document(found));
                return ExitCode.Done;
            }

            var all = await segments.AllAsync(cancellationToken);
            if (parsed.GetValue(json))
                parsed.WriteJson(all.Select(Document));
            else if (all.Count == 0)
                parsed.WriteLine("No segments yet. Make one on its page, or: segment import FILE.json");
            else
                foreach (var segment in all)
                    parsed.WriteLine($"{segment.Key,-24}{segment.Name}");
            return ExitCode.Done;
        });
    }

    private static Command CreateCount()
    {
        var key = new Argument<string>("key") { Description = "Key of the segment" };
        var json = Verb.JsonOption();
        return new Command("count", "Count the people whom a segment means now") { key, json }.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var segments = services.GetRequiredService<Segments>();
            if (await segments.FindAsync(parsed.GetValue(key)!, cancellationToken) is not { } found)
                return parsed.Refuse(await MissingAsync(segments, parsed.GetValue(key)!, cancellationToken));
            // Whoever asks here waits for all of them.
            var count = await segments.CountAsync(SegmentJson.Read(found.Filter), TimeSpan.MaxValue, cancellationToken);
            if (parsed.GetValue(json))
                parsed.WriteJson(count);
            else
                parsed.WriteLine($"{count.People} people, {count.Subscribed} of them on a list.");
            return ExitCode.Done;
        });
    }

    private static Command CreateImport()
    {
        var file = new Argument<FileInfo>("file") { Description = "JSON with key, name and filter, as segment show prints it" };
        return new Command("import", "Make a segment from a file, or replace the one of its key") { file }.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var problems = new List<FieldProblem>();
            if (!parsed.GetValue(file)!.Exists)
                return parsed.Refuse($"{parsed.GetValue(file)}: there is no such file.");
            if (await ReadAsync(parsed.GetValue(file)!, problems, cancellationToken) is not { } draft)
                return parsed.Refuse(problems);

            var save = services.GetRequiredService<SaveSegment>();
            var known = await services.GetRequiredService<Segments>().FindAsync(draft.Key, cancellationToken);
            var outcome = known is null ? await save.CreateAsync(draft, cancellationToken) : await save.EditAsync(known.Id, known.Revision, draft, cancellationToken);
            switch (outcome)
            {
                case SaveOutcome<SegmentId>.Saved:
                    parsed.WriteLine(known is null ? $"There is now a segment {draft.Key}." : $"The segment {draft.Key} is replaced.");
                    return ExitCode.Done;
                case SaveOutcome<SegmentId>.Refused refused:
                    return parsed.Refuse(refused.Problems);
                default:
                    return parsed.Refuse("Somebody else changed the segment at the same moment: look at it and try again.");
            }
        });
    }

    private static async Task<SegmentDraft?> ReadAsync(FileInfo file, List<FieldProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file.FullName, cancellationToken));
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String
                && root.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && root.TryGetProperty("filter", out var filter))
                return SegmentJson.Read(filter, "filter", problems) is { } read ? new SegmentDraft(key.GetString()!, name.GetString()!, read) : null;
            problems.Add(new FieldProblem(file.Name, ProblemKind.Malformed, "A segment is an object with key, name and filter."));
        }
        catch (JsonException broken)
        {
            problems.Add(new FieldProblem(file.Name, ProblemKind.Malformed, $"This is no JSON: {broken.Message}"));
        }

        return null;
    }

    private static object Document(Segment segment) => new { segment.Key, segment.Name, Filter = JsonNode.Parse(segment.Filter), segment.Revision, segment.EditedAt };

    private static async Task<string> MissingAsync(Segments segments, string key, CancellationToken cancellationToken)
    {
        var known = (await segments.AllAsync(cancellationToken)).Select(segment => segment.Key).ToList();
        return $"key: There is no segment \"{key}\". Segments: {(known.Count == 0 ? "none yet" : string.Join(", ", known))}.";
    }
}
