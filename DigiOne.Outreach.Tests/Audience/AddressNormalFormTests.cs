using System.Globalization;
using System.Text;
using CsCheck;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class AddressNormalFormTests
{
    private static readonly Gen<string> Word = Gen.OneOf(
            Gen.Char['a', 'z'], Gen.Char['A', 'Z'], Gen.Char['0', '9'], Gen.OneOf('ä', 'Ö', 'å', 'é', 'ß', 'σ', 'ς', 'Σ', 'ſ', 'İ', 'ı', 'š', 'ñ'))
        .Array[1, 8].Select(characters => new string(characters));

    private static readonly Gen<string> Address = Gen.Select(Word.Array[1, 3], Word.Array[2, 3],
        (mailbox, domain) => $"{string.Join('.', mailbox)}@{string.Join('.', domain)}");

    [Fact]
    public void Taking_it_twice_changes_nothing() =>
        Address.Sample(address => AddressNormalForm.Of(AddressNormalForm.Of(address)).ShouldBe(AddressNormalForm.Of(address)));

    [Fact]
    public void Composed_and_decomposed_letters_are_one() =>
        Address.Sample(address =>
            AddressNormalForm.Of(address.Normalize(NormalizationForm.FormD)).ShouldBe(AddressNormalForm.Of(address)));

    [Fact]
    public void Case_does_not_matter() =>
        Gen.Select(Gen.Char['a', 'z'].Array[1, 9], Gen.OneOf('ä', 'ö', 'å', 'é', 'š').Array[0, 3]).Sample((plain, special) =>
        {
            var word = new string([.. plain, .. special]);
            AddressNormalForm.Of($"{word.ToUpperInvariant()}@{word.ToUpperInvariant()}.EXAMPLE").ShouldBe(AddressNormalForm.Of($"{word}@{word}.example"));
        });

    [Fact]
    public void Domain_equals_its_ASCII_form() =>
        Gen.OneOf('a', 'b', 'ä', 'ö', 'å', 'š').Array[1, 9].Sample(characters =>
        {
            var domain = new string(characters) + ".example";
            AddressNormalForm.Of($"x@{new IdnMapping().GetAscii(domain)}").ShouldBe(AddressNormalForm.Of($"x@{domain}"));
        });

    [Fact]
    public void Every_address_that_mail_accepts_has_one_that_fits_its_column() =>
        Gen.Select(Gen.String[1, 80], Gen.String[1, 80]).Sample((mailbox, domain) =>
        {
            if (MailAddress.TryParse($"{mailbox}@{domain}.example", out var address, out _))
                AddressNormalForm.Of(address).Length.ShouldBeLessThanOrEqualTo(AddressNormalForm.MaxLength);
        });

    [Theory]
    [InlineData("Åsa.Öman@KYLÄ.example", "åsa.öman@xn--kyl-sla.example")]
    [InlineData("x@under_score.example", "x@under_score.example")]
    [InlineData("x@[192.0.2.1]", "x@[192.0.2.1]")]
    [InlineData("\"a@b\"@C.example", "\"a@b\"@c.example")]
    [InlineData("ΟΔΟΣ@a.example", "οδοσ@a.example")]
    [InlineData("x@xn--zzzzzz--.example", "x@xn--zzzzzz--.example")]
    public void Examples(string address, string normal) => AddressNormalForm.Of(address).ShouldBe(normal);

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("@by.example")]
    [InlineData("nobody@")]
    public void What_is_no_address_has_none(string text) => Should.Throw<ArgumentException>(() => AddressNormalForm.Of(text));
}
