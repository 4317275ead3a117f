using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class AddressHashesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Same_address_has_the_same_hash_in_every_process_and_another_in_another_house()
    {
        using var elsewhere = new TempFolder();
        var hash = Process().Of("a@by.example");

        hash.Length.ShouldBe(AddressHashes.Length);
        Process().Of("a@by.example").ShouldBe(hash);
        Process().Of("b@by.example").ShouldNotBe(hash);
        Process(elsewhere).Of("a@by.example").ShouldNotBe(hash);
    }

    [Fact]
    public async Task Address_is_recognised_after_a_rotation_also_by_a_process_that_did_not_do_it()
    {
        var (one, other) = (Process(), Process());
        var before = one.Of("a@by.example");
        other.Of("a@by.example").ShouldBe(before);

        await one.RotateAsync(TestContext.Current.CancellationToken);

        var after = one.Of("a@by.example");
        after.ShouldNotBe(before);
        other.AllOf(["a@by.example"]).ShouldBe([("a@by.example", before), ("a@by.example", after)]);
    }

    public void Dispose() => _folder.Dispose();

    private AddressHashes Process(TempFolder? folder = null) =>
        new(Options.Create(new StorageOptions { DataFolder = (folder ?? _folder).FullPath }), TimeProvider.System);
}
