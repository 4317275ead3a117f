using System.Diagnostics;
using System.Text;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Tests.Rendering;

public sealed class HostileTemplateTests
{
    // The limit is 2 s; the rest is room for a busy machine and for the one step that was under way
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private static readonly RenderingLimits Short = new() { Time = TimeSpan.FromMilliseconds(300) };
    private const int SmallStack = 1024 * 1024;
    private const long MemoryBound = 600L * 1024 * 1024;

    public static TheoryData<string, string> Attacks()
    {
        var attacks = new TheoryData<string, string>();
        foreach (var (name, source) in All()) attacks.Add(name, source);
        return attacks;
    }

    [Theory]
    [MemberData(nameof(Attacks), DisableDiscoveryEnumeration = true)]
    public void Hostile_template_ends_in_an_error_within_the_limit(string name, string source)
    {
        name.ShouldNotBeEmpty();
        Attack(TemplateKit.Html(source, Others));
        Attack(TemplateKit.Text(source.Replace(".sbn-html", ".sbn-txt", StringComparison.Ordinal), OthersAsText), Short);
    }

    [Fact]
    public void There_are_at_least_thirty_attacks() => All().Count().ShouldBeGreaterThanOrEqualTo(30);

    [Fact]
    public void Rendering_still_works_after_all_attacks()
    {
        foreach (var (_, source) in All().Where(attack => attack.Name.StartsWith("tampering", StringComparison.Ordinal)))
            Should.Throw<TemplateException>(() => TemplateKit.RenderHtml(source));
        TemplateKit.RenderHtml("{{ 'a' | string.upcase }}{{ [1,2] | array.size }}{{ t 'hello' 'you' }}").ShouldBe("A2Hei you");
    }

    [Fact]
    public void Attack_on_the_subject_line_ends_in_an_error()
        => Should.Throw<TemplateException>(() => TemplateKit.RenderHtml("---\nsubject: {{ while true; end }}\n---\n<p>x</p>")).Line.ShouldBe(2);

    [Fact]
    public void Page_of_nothing_but_nested_tags_becomes_text_quickly()
    {
        var clock = Stopwatch.StartNew();
        var html = string.Concat(Enumerable.Repeat("<div><font><b><table><ul><blockquote>", 25_000)) + "end";
        HtmlText.Of(html).Text.ShouldContain("end");
        clock.Elapsed.ShouldBeLessThan(Bound);
    }

    [Fact]
    public void Cancelled_rendering_is_cancelled_and_no_error_of_the_template()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Should.Throw<OperationCanceledException>(() => new MailRenderer(new ParsedMails(TemplateKit.Limits), TemplateKit.Limits)
            .Render(TemplateKit.Html("{{ func f(n); if n > 0; f n - 1; f n - 1; end; end; f 30 }}"), "fi", [], source.Token));
    }

    // On a thread with a small stack, where recursion shows first
    private static void Attack(MailTemplate template, RenderingLimits? limits = null)
    {
        TemplateException? error = null;
        long allocated = 0;
        var clock = Stopwatch.StartNew();
        var thread = new Thread(
            () =>
            {
                error = Record.Exception(() => TemplateKit.Render(template, Data, limits: limits)) as TemplateException;
                allocated = GC.GetAllocatedBytesForCurrentThread();
            },
            SmallStack);
        thread.Start();
        thread.Join();

        clock.Elapsed.ShouldBeLessThan(Bound);
        allocated.ShouldBeLessThan(MemoryBound);
        error.ShouldNotBeNull();
        error.Line.ShouldBeGreaterThan(0);
        error.Column.ShouldBeGreaterThan(0);
        error.Message.Length.ShouldBeLessThan(1000);
    }

    private const string Data = """{ "contact": { "name": "Aino" }, "list": [3, 1, 2], "markup": { "$markup": "<b>x</b>" } }""";

    private static readonly (string, string)[] Others =
    [
        ("self.sbn-html", "{{ include 'self.sbn-html' }}"),
        ("ping.sbn-html", "{{ include 'pong.sbn-html' }}"),
        ("pong.sbn-html", "{{ include 'ping.sbn-html' }}{{ include 'ping.sbn-html' }}"),
        ("twice.sbn-html", "{{ n = n - 1; if n > 0; include 'twice.sbn-html'; include 'twice.sbn-html'; end }}"),
    ];

    private static (string, string)[] OthersAsText
        => [.. Others.Select(file => (file.Item1.Replace("html", "txt", StringComparison.Ordinal), file.Item2.Replace("sbn-html", "sbn-txt", StringComparison.Ordinal)))];

    private static string Many(string part, int times) => new StringBuilder().Insert(0, part, times).ToString();

    private static IEnumerable<(string Name, string Source)> All() =>
    [
        // Without end
        ("endless while", "{{ while true; end }}"),
        ("endless while that puts out", "{{ while true }}x{{ end }}"),
        ("while that counts", "{{ i = 0; while true; i = i + 1; end }}"),
        ("nested loops", "{{ for a in 1..9999; for b in 1..9999; for c in 1..9999; end; end; end }}"),
        ("loops one after another in a recursive function", "{{ func f(n); for i in 1..9000; x = i; end; if n > 0; f n - 1; f n - 1; end; end; f 20 }}"),
        ("doubling recursion", "{{ func f(n); if n > 0; f n - 1; f n - 1; end; end; f 30 }}"),
        ("doubling expression function", "{{ f(n) = n < 1 ? 1 : (f (n - 1)) + (f (n - 1)) }}{{ f 30 }}"),
        ("endless recursion", "{{ func f; f; end; f }}"),
        ("mutual recursion", "{{ func f; g; end; func g; f; end; f }}"),
        ("recursion through a pipe", "{{ func f(x); x | f; end; 1 | f }}"),
        ("recursion through array.each", "{{ func f(x); [x, x] | array.each @f; end; [1, 2] | array.each @f | array.size }}"),
        ("recursion through wrap", "{{ func w; wrap w; $$; end; end; wrap w; 'x'; end }}"),
        ("include of itself", "{{ include 'self.sbn-html' }}"),
        ("includes of each other", "{{ include 'ping.sbn-html' }}"),
        ("doubling includes", "{{ n = 1000000000 }}{{ include 'twice.sbn-html' }}"),

        // Deep
        ("parentheses", "{{ " + Many("(", 20_000) + "1" + Many(")", 20_000) + " }}"),
        ("lists in lists", "{{ " + Many("[", 20_000) + Many("]", 20_000) + " }}"),
        ("objects in objects", "{{ x = " + Many("{a:", 20_000) + "1" + Many("}", 20_000) + " }}"),
        ("negations", "{{ " + Many("!", 50_000) + "true }}"),
        ("minus signs", "{{ " + Many("- ", 50_000) + "1 }}"),
        ("a long sum", "{{ 1" + Many("+1", 50_000) + " }}"),
        ("a long path", "{{ contact" + Many(".a", 50_000) + " }}"),
        ("indexes in indexes", "{{ " + Many("list[", 20_000) + "0" + Many("]", 20_000) + " }}"),
        ("a long pipe", "{{ 1" + Many("|math.abs", 20_000) + " }}"),
        ("conditions in conditions", Many("{{if true}}", 10_000) + Many("{{end}}", 10_000)),
        ("a long else if", "{{if false}}" + Many("{{else if false}}", 10_000) + "{{end}}"),
        ("functions in functions", Many("{{func a}}", 10_000) + Many("{{end}}", 10_000)),
        ("captures in captures", Many("{{capture a}}", 10_000) + Many("{{end}}", 10_000)),
        ("ternaries", "{{ " + Many("true ? 1 : ", 20_000) + "1 }}"),
        ("interpolated strings", "{{ " + Many("$\"{", 10_000) + "1" + Many("}\"", 10_000) + " }}"),
        ("anonymous functions", "{{ x = " + Many("do; ret ", 10_000) + "1" + Many("; end", 10_000) + " }}"),
        ("an object that holds itself", "{{ x = {}; x.x = x; x }}"),
        ("a list that holds itself", "{{ x = []; x[0] = x; x }}"),
        ("comparing lists that hold themselves", "{{ x = []; x[0] = x; y = []; y[0] = y; x == y; while true; end }}"),
        ("a list nested in a loop", "{{ x = []; for i in 1..9999; x = [x]; end; x }}"),
        ("a longer source than is allowed", Many("abcdefgh", 40_000)),

        ("an object in itself in an error message", "{{ contact.self = contact; -contact }}"),
        ("an object in itself in an operator's message", "{{ contact.self = contact; contact >> 2; contact * contact }}"),
        ("an object in itself through with", "{{ with contact; self = contact; end; -contact }}"),
        ("everything in itself", "{{ self = this; -self }}"),
        ("everything in itself in a function", "{{ func f(a); a = this; x = this; -a; end; f 1 }}"),
        ("an object in itself in functions", "{{ contact.self = contact; contact | math.round 2 }}"),
        ("an object in itself as a range", "{{ contact.self = contact; contact..contact; contact | array.join contact; 1 + contact }}"),
        ("an object in itself as an index", "{{ contact.self = contact; list[contact] = 1; contact[contact] + 1; t contact }}"),
        ("an object in itself as an instant", "{{ contact.self = contact; contact | long_date }}"),
        ("a loop's own object in itself", "{{ for i in 1..2; for.self = for; -for; end }}"),

        // Big
        ("string times a billion", "{{ 'a' * 1000000000 }}"),
        ("string that doubles", "{{ s = 'a'; for i in 1..40; s = s + s; end; s }}"),
        ("string that doubles through append", "{{ s = 'a'; for i in 1..40; s = s | string.append s; end; s }}"),
        ("strings kept in a list", "{{ s = 'a' * 200000; l = []; for i in 1..9999; l[i] = s + i; end }}"),
        ("captures that double", "{{ s = 'aaaaaaaa' }}{{ for i in 1..40 }}{{ capture s }}{{ s }}{{ s }}{{ end }}{{ end }}"),
        ("output without end", "{{ for i in 1..9999 }}" + Many("0123456789", 100) + "{{ end }}"),
        ("pad_left", "{{ 'a' | string.pad_left 1000000000 }}"),
        ("pad_right", "{{ 'a' | string.pad_right 2147483647 }}"),
        ("range of a billion", "{{ for i in 1..1000000000; end }}"),
        ("size of a range", "{{ (1..9000000000000000000) | array.size }}"),
        ("reverse of a range", "{{ (1..100000000) | array.reverse }}"),
        ("join of a range", "{{ (1..100000000) | array.join ',' }}"),
        ("join with a long delimiter", "{{ (1..9999) | array.join ('x' * 200000) }}"),
        ("insert_at a billion", "{{ [1] | array.insert_at 1000000000 2 }}"),
        ("index of a billion", "{{ x = [1]; x[2000000000] = 1 }}"),
        ("list that doubles", "{{ x = [1,2,3,4]; for i in 1..40; x = x | array.concat x; end; x | array.size }}"),
        ("list functions around each other", "{{ x = [1]; for i in 1..9990; x = x | array.offset 0; end; x | array.size; while true; end }}"),
        ("list functions around each other in a list", "{{ x = [[1]]; for i in 1..9990; x = x | array.each @array.reverse; end; x[0] | array.size; while true; end }}"),
        ("list functions around each other in a function", "{{ f(x) = x | array.reverse | array.limit 5 }}{{ x = [1]; for i in 1..9990; x = f x; end; x | array.join ','; while true; end }}"),
        ("lists added to each other", "{{ x = [1]; for i in 1..9990; x = x + [2]; end; for i in 1..9990; y = [x, y]; end; x == y; y | array.contains x; while true; end }}"),
        ("replace that grows", "{{ s = 'a' * 1000; s | string.replace 'a' s | string.replace 'a' s }}"),
        ("number that doubles its digits", "{{ x = 99999999999999999999; while true; x = x * x; end }}"),
        ("shift by a billion", "{{ 1 << 2000000000 }}"),
        ("number format with a billion digits", "{{ 1 | math.format 'D999999999' }}"),
        ("splitting into a list of lists", "{{ s = 'a ' * 100000; while true; x = s | string.split ' '; end }}"),
        ("searching what is never found", "{{ s = 'a' * 200000; while true; s | string.contains ('a' * 100000 + 'b'); end }}"),

        // Regular expressions
        ("backtracking", "{{ ('a' * 40 + '!') | regex.match '^(a+)+$' }}"),
        ("backtracking in replace", "{{ ('a' * 40 + '!') | regex.replace '^(a|aa)+$' 'b' }}"),
        ("backtracking in a loop", "{{ while true; ('x' * 5000) | regex.split '(x+x+)+y'; end }}"),
        ("nested groups", "{{ 'a' | regex.match ('(' * 100000) }}"),
        ("replacement that grows", "{{ ('a' * 100000) | regex.replace 'a' ('b' * 100000) }}"),
        ("tags to strip without end", "{{ while true; ('<' * 200000) | html.strip; end }}"),

        // Reaching out
        ("environment", "{{ env.PATH }}"),
        ("eval", "{{ object.eval '1 + 1' }}"),
        ("eval_template", "{{ object.eval_template '{{ 1 }}' }}"),
        (".NET type of a text", "{{ contact.name.get_type.full_name.length }}{{ 'x'.get_type.assembly.location.x }}"),
        (".NET type through an index", "{{ contact['GetType']['Assembly']['Location'] | string.upcase | nothing }}"),
        ("members of captured output", "{{ capture c }}x{{ end }}{{ c.builder.max_capacity.x.y }}"),
        ("members of a function", "{{ f = @string.upcase; f.method.module.assembly.full_name.x }}"),
        ("members of a block", "{{ func w; x = $$; x.span.file_name.x.y; end; wrap w; end }}"),
        ("members of markup", "{{ markup.html.length.x.y }}"),
        ("the clock", "{{ date.now }}"),
        ("randomness", "{{ math.uuid }}"),
        ("including a file of the machine", "{{ include '/etc/passwd' }}"),
        ("including a way up", "{{ include '../../../etc/passwd.sbn-html' }}"),
        ("including what is computed", "{{ x = 'self'; include x + '.sbn-html' }}"),
        ("including through another name", "{{ i = @include; 'nothing.sbn-html' | i }}"),
        ("joining files", "{{ include_join ['self.sbn-html'] ',' }}"),
        ("importing", "{{ import 'x' }}"),
        ("tampering with a function", "{{ string.upcase = 'gone' }}"),
        ("tampering with a function by index", "{{ array['size'] = 'gone' }}"),
        ("tampering with a function's object", "{{ x = string; x.upcase = 'gone' }}"),
        ("tampering with t", "{{ func t(x); ret x; end; t 'hello' }}{{ t.x.y }}{{ while true; end }}"),
        ("unknown variable", "{{ unknown }}"),
        ("unknown function", "{{ 'x' | string.sha256 }}"),
        ("script address", "<a href=\"{{ 'javascript:alert(1)' }}\">{{ nothing }}</a>"),
        ("garbage", "{{ ) ] } ; : }}"),
        ("half a tag", "{{ if"),
        ("many errors", Many("{{ ( }}", 20_000)),
    ];
}
