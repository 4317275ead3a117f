using System.Text.Json;
using CsCheck;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class UnsubscribeLinksTests : IDisposable
{
    private static readonly ListId List = new(new Guid("0190c0de-0000-7000-8000-000000000001"));
    private static readonly Guid Mailing = new("0190c0de-0000-7000-8000-000000000002");

    private readonly TempFolder _folder = new();

    [Fact]
    public void Link_leads_to_the_public_address_and_says_whom_it_is_about()
    {
        var links = Process();
        var link = links.For(new ContactId(42), List, Mailing);

        link.GetLeftPart(UriPartial.Authority).ShouldBe("https://viesti.example");
        links.TryRead(TokenOf(link), out var target).ShouldBeTrue();
        target.ShouldBe(new UnsubscribeTarget(new ContactId(42), List, Mailing));
        links.TryRead(TokenOf(links.For(new ContactId(42), List, Guid.Empty)), out target).ShouldBeTrue();
        target.Mailing.ShouldBeNull();
    }

    [Fact]
    public void Token_with_any_character_changed_opens_nothing()
    {
        var links = Process();
        var token = TokenOf(links.For(new ContactId(42), List, Mailing));
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=/+ é\0";
        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Int[0, Alphabet.Length - 1]).Sample((position, character) =>
        {
            var changed = string.Concat(token.AsSpan(0, position), Alphabet.AsSpan(character, 1), token.AsSpan(position + 1));
            links.TryRead(changed, out var target).ShouldBe(changed == token);
            if (changed != token)
                target.ShouldBe(default);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("../../etc/passwd")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Nonsense_opens_nothing(string token) => Process().TryRead(token, out _).ShouldBeFalse();

    [Fact]
    public void Token_of_another_purpose_or_installation_opens_nothing()
    {
        var keys = Keys();
        var other = keys.Seal((LinkPurpose)2, new byte[40]);
        keys.TryOpen(other, (LinkPurpose)2, new byte[40]).ShouldBeTrue();
        keys.TryOpen(other, LinkPurpose.Unsubscribe, new byte[40]).ShouldBeFalse();
        keys.TryOpen(other, (LinkPurpose)2, new byte[39]).ShouldBeFalse();

        using var elsewhere = new TempFolder();
        Process(elsewhere).TryRead(TokenOf(Process().For(new ContactId(42), List, Mailing)), out _).ShouldBeFalse();
    }

    [Fact]
    public void Two_processes_that_start_at_once_share_one_key()
    {
        var tokens = new string[8];
        Parallel.For(0, tokens.Length, process => tokens[process] = TokenOf(Process().For(new ContactId(process), List, Mailing)));

        var links = Process();
        tokens.ShouldAllBe(token => CanRead(links, token));
    }

    [Fact]
    public async Task Old_links_work_after_a_rotation_and_new_ones_in_processes_that_started_before()
    {
        var before = Process();
        var old = TokenOf(before.For(new ContactId(1), List, Mailing));
        var keys = Keys();
        await keys.RotateAsync(TestContext.Current.CancellationToken);
        var after = new UnsubscribeLinks(keys, Organisation);
        var young = TokenOf(after.For(new ContactId(1), List, Mailing));

        young.ShouldNotBe(old);
        CanRead(after, old).ShouldBeTrue();
        CanRead(before, young).ShouldBeTrue();
        CanRead(Process(), young).ShouldBeTrue();
    }

    [Fact]
    public void Keys_are_for_the_owner_of_the_process_alone()
    {
        Process().For(new ContactId(1), List, Mailing);
        var file = Path.Combine(_folder.FullPath, "keys", "link-keys.json");

        JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetArrayLength().ShouldBe(1);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => _folder.Dispose();

    private static IOptions<OrganisationOptions> Organisation =>
        Options.Create(new OrganisationOptions { PublicBaseUrl = new Uri("https://viesti.example") });

    private static bool CanRead(UnsubscribeLinks links, string token) => links.TryRead(token, out _);

    private static string TokenOf(Uri link) => link.AbsolutePath["/u/".Length..];

    private UnsubscribeLinks Process(TempFolder? folder = null) => new(Keys(folder), Organisation);

    private LinkKeys Keys(TempFolder? folder = null) =>
        new(Options.Create(new StorageOptions { DataFolder = (folder ?? _folder).FullPath }), TimeProvider.System);
}
