using CsCheck;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Inbound;

public sealed class ReturnAddressesTests : IDisposable
{
    // As long as a pattern may be.
    private const string Pattern = "kuntien-viestin-palautus+*@Bounces.Kunta.example";
    private const long LargestId = (1L << 48) - 1;

    private readonly TempFolder _folder = new();
    private readonly LinkKeys _keys;
    private readonly ReturnAddresses _addresses;

    public ReturnAddressesTests()
    {
        _keys = new LinkKeys(Options.Create(new StorageOptions { DataFolder = _folder.FullPath }), TimeProvider.System);
        _addresses = With(Pattern);
    }

    [Fact]
    public void Address_is_read_back_in_any_case_of_letters_and_fits_every_server() =>
        Gen.Select(Gen.Long[1, LargestId], Gen.Bool, Gen.Int[0, 2]).Sample((id, leaves, folding) =>
        {
            var pair = _addresses.Of(new DeliveryId(id), mayLeave: true);
            var address = leaves ? pair.Leave! : pair.Bounce!;
            address.LastIndexOf('@').ShouldBeLessThanOrEqualTo(64);

            _addresses.TryRead(folding switch { 0 => address, 1 => address.ToUpperInvariant(), _ => address.ToLowerInvariant() }, out var delivery, out var purpose)
                .ShouldBeTrue();

            (delivery.Value, purpose).ShouldBe((id, leaves ? ReturnPurpose.Leave : ReturnPurpose.Bounce));
        });

    [Fact]
    public void Address_with_another_letter_or_of_another_installation_is_none() =>
        Gen.Select(Gen.Long[1, LargestId], Gen.Int[0, 31], Gen.Int[1, 31]).Sample((id, at, shift) =>
        {
            const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
            var address = _addresses.Of(new DeliveryId(id), mayLeave: false).Bounce!;
            var place = Pattern.IndexOf('*', StringComparison.Ordinal) + at;
            var other = Letters[(Letters.IndexOf(address[place], StringComparison.Ordinal) + shift) % Letters.Length];

            _addresses.TryRead($"{address[..place]}{other}{address[(place + 1)..]}", out _, out _).ShouldBeFalse();
        });

    [Fact]
    public void Token_for_bounces_lets_nobody_leave()
    {
        var (bounce, leave) = _addresses.Of(new DeliveryId(7), mayLeave: true);

        _addresses.TryRead(bounce!.Replace("+", $"+{ReturnAddresses.LeaveMark}", StringComparison.Ordinal), out _, out _).ShouldBeFalse();
        _addresses.TryRead(leave!.Replace(ReturnAddresses.LeaveMark, "", StringComparison.Ordinal), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Address_of_an_old_key_still_works()
    {
        var old = _addresses.Of(new DeliveryId(7), mayLeave: false).Bounce!;
        await _keys.RotateAsync(TestContext.Current.CancellationToken);

        _addresses.Of(new DeliveryId(7), mayLeave: false).Bounce.ShouldNotBe(old);
        _addresses.TryRead(old, out var delivery, out _).ShouldBeTrue();
        delivery.Value.ShouldBe(7);
    }

    [Fact]
    public void Whatever_is_no_address_of_ours_is_none() =>
        Gen.OneOf(Gen.String, Gen.Const("uutiskirje@kunta.example"), Gen.String.Select(text => $"kuntien-viestin-palautus+{text}@kunta.example"))
            .Sample(address => _addresses.TryRead(address, out _, out _).ShouldBeFalse());

    [Fact]
    public void Without_a_mailbox_there_are_none()
    {
        var off = With(null);

        off.Of(new DeliveryId(7), mayLeave: true).ShouldBe(default);
        off.TryRead(_addresses.Of(new DeliveryId(7), mayLeave: false).Bounce!, out _, out _).ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private ReturnAddresses With(string? pattern) => new(_keys, Options.Create(new ReturnAddressOptions { Pattern = pattern }));
}
