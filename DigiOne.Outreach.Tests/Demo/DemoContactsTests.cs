using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Demo;

namespace DigiOne.Outreach.Tests.Demo;

public sealed class DemoContactsTests
{
    private readonly IReadOnlyList<DemoContact> _people = DemoContacts.MakeUp(1000);

    [Fact]
    public void The_same_people_come_every_time() => DemoContacts.MakeUp(1000).ShouldBe(_people);

    [Fact]
    public void Nobody_has_an_address_where_mail_could_arrive()
    {
        _people.ShouldAllBe(person => person.Address.EndsWith(".example") && person.Address.All(char.IsAscii));
        _people.Select(person => person.Address).Distinct().Count().ShouldBe(1000);
    }

    [Fact]
    public void Languages_are_spread_as_they_are_in_the_organisations_municipalities() =>
        _people.CountBy(person => person.Language).ShouldBe(
            [KeyValuePair.Create("fi", 700), KeyValuePair.Create("sv", 150), KeyValuePair.Create("en", 150)], ignoreOrder: true);

    [Fact]
    public void Everybody_lives_in_a_municipality_that_exists() =>
        _people.Where(person => !Municipalities.TryFind(person.Municipality, out _)).ShouldBeEmpty();
}
