using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class MunicipalitiesTests
{
    // Åland's, which Statistics Finland counts among the 308.
    private static readonly string[] Aland =
        ["035", "043", "060", "062", "065", "076", "170", "295", "318", "417", "438", "478", "736", "766", "771", "941"];

    [Fact]
    public void There_are_308_of_them_each_with_a_code_and_names_of_its_own()
    {
        var all = Municipalities.All;
        all.Count.ShouldBe(308);
        all.Select(municipality => municipality.Code).ShouldBe(all.Select(municipality => municipality.Code).Distinct().Order());
        all.ShouldAllBe(municipality => municipality.Code.Length == 3 && municipality.Code.All(char.IsAsciiDigit));
        all.Select(municipality => municipality.Finnish).ShouldBeUnique();
        all.Select(municipality => municipality.Swedish).ShouldBeUnique();
        all.SelectMany(municipality => new[] { municipality.Finnish, municipality.Swedish })
            .ShouldAllBe(name => name == name.Trim() && name.Length > 1 && char.IsUpper(name[0]));
        Aland.ShouldBeSubsetOf(all.Select(municipality => municipality.Code));
    }

    [Fact]
    public void A_name_of_one_is_never_the_name_of_another() =>
        Municipalities.All.ShouldAllBe(municipality =>
            new[] { municipality.Code, municipality.Finnish, municipality.Swedish }.All(word => Found(word) == municipality.Code));

    [Theory]
    [InlineData("091", "091")]
    [InlineData("91", "091")]
    [InlineData("5", "005")]
    [InlineData("helsinki", "091")]
    [InlineData("HELSINGFORS", "091")]
    [InlineData("Åbo", "853")]
    [InlineData("a\u030Abo", "853")]
    [InlineData(" Koski tl ", "284")]
    [InlineData("Pedersöre", "599")]
    [InlineData("S:t Michel", "491")]
    public void Found_by_code_and_by_name(string word, string code) => Found(word).ShouldBe(code);

    [Theory]
    [InlineData("")]
    [InlineData("000")]
    [InlineData("0091")]
    [InlineData("588")]
    [InlineData("Atlantis")]
    public void What_is_none_is_not_found(string word) => Found(word).ShouldBeNull();

    private static string? Found(string word) => Municipalities.TryFind(word, out var found) ? found.Code : null;
}
