using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Tests.Rendering;

public sealed class TemplateLibraryTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("templates-");
    private readonly TemplateLibrary _library;

    public TemplateLibraryTests()
    {
        _library = new(Path.Combine(_home.FullName, "templates"), TemplateKit.Limits);
        Write("templates/words.json", """{ "hello": { "fi": "Hei" }, "bye": { "fi": "Moi" } }""");
        Write("outside/secret.sbn-html", "secret");
    }

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void Loading_freezes_all_that_a_template_includes()
    {
        Write("templates/a/page.sbn-html", "---\nsubject: S\nlayout: layouts/l.sbn-html\n---\n{{ include 'part.sbn-html' }}");
        Write("templates/a/page.sbn-txt", "{{ include 'footer.sbn-txt' }}");
        Write("templates/a/part.sbn-html", "beside");
        Write("templates/part.sbn-html", "root");
        Write("templates/layouts/l.sbn-html", "<main>{{ content }}{{ if false; include 'deep.sbn-html'; end }}</main>");
        Write("templates/deep.sbn-html", "");
        Write("templates/footer.sbn-txt", "bye");
        var template = _library.LoadMail("a/page.sbn-html");
        template.Files.Keys.Order().ShouldBe(["a/page.sbn-html", "a/page.sbn-txt", "deep.sbn-html", "footer.sbn-txt", "layouts/l.sbn-html", "part.sbn-html"]);
        _home.GetDirectories("templates")[0].Delete(recursive: true);
        TemplateKit.Render(template).ShouldBe(new RenderedMail("S", "<main>beside</main>", "bye\n"));
    }

    [Fact]
    public void File_anywhere_finds_its_includes_beside_it_and_then_in_the_templates_folder()
    {
        Write("else/page.sbn-html", "{{ include 'near.sbn-html' }}{{ include 'far.sbn-html' }}{{ t 'hello' }}{{ t 'bye' }}");
        Write("else/near.sbn-html", "near ");
        Write("else/words.json", """{ "hello": { "fi": "Terve" } }""");
        Write("templates/far.sbn-html", "far ");
        TemplateKit.Render(_library.LoadFile(Path.Combine(_home.FullName, "else", "page.sbn-html"))).Html.ShouldBe("near far TerveMoi");
    }

    [Theory]
    [InlineData("../outside/secret.sbn-html")]
    [InlineData("a/../../outside/secret.sbn-html")]
    [InlineData("/etc/passwd")]
    [InlineData("./x.sbn-html")]
    [InlineData("words.json")]
    [InlineData("missing.sbn-html")]
    [InlineData("")]
    public void Nothing_outside_the_templates_folder_is_loaded(string path)
    {
        Should.Throw<TemplateException>(() => _library.LoadMail(path));
        Write("templates/page.sbn-html", $"\n{{{{ include '{path}' }}}}");
        Should.Throw<TemplateException>(() => _library.LoadMail("page.sbn-html"))
            .ShouldSatisfyAllConditions(error => error.File.ShouldBe("page.sbn-html"), error => error.Line.ShouldBe(2));
    }

    [Fact]
    public void Absolute_path_inside_the_library_is_refused_too()
        => Should.Throw<TemplateException>(() => _library.LoadMail(Path.Combine(_home.FullName, "outside", "secret.sbn-html")));

    [Fact]
    public void Link_that_leads_out_is_refused_and_one_that_stays_is_followed()
    {
        Write("templates/real.sbn-html", "real");
        File.CreateSymbolicLink(Path.Combine(_home.FullName, "templates", "inside.sbn-html"), "real.sbn-html");
        File.CreateSymbolicLink(Path.Combine(_home.FullName, "templates", "outside.sbn-html"), "../outside/secret.sbn-html");
        Directory.CreateSymbolicLink(Path.Combine(_home.FullName, "templates", "folder"), "../outside");
        TemplateKit.Render(_library.LoadMail("inside.sbn-html")).Html.ShouldBe("real");
        Should.Throw<TemplateException>(() => _library.LoadMail("outside.sbn-html"));
        Should.Throw<TemplateException>(() => _library.LoadMail("folder/secret.sbn-html"));
    }

    [Fact]
    public void Text_does_not_enter_a_page()
    {
        Write("templates/raw.sbn-txt", "{{ x }}");
        Write("templates/page.sbn-html", "{{ include 'raw.sbn-txt' }}");
        Should.Throw<TemplateException>(() => _library.LoadMail("page.sbn-html"));
    }

    [Theory]
    [InlineData("page.sbn-html", new byte[] { 0x61, 0xE4, 0x62 })]
    [InlineData("words.json", new byte[] { 0x7B, 0x0A, 0x5D })]
    public void Broken_file_is_named(string file, byte[] content)
    {
        Write("templates/page.sbn-html", "x");
        File.WriteAllBytes(Path.Combine(_home.FullName, "templates", file), content);
        Should.Throw<TemplateException>(() => _library.LoadMail("page.sbn-html")).File.ShouldBe(file);
    }

    private void Write(string path, string content)
    {
        var file = new FileInfo(Path.Combine(_home.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, content);
    }
}
