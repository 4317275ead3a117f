using System.Net;
using DigiOne.Outreach.Subscriptions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Subscriptions;

public sealed class SignUpCapsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SignUpCaps _caps;

    public SignUpCapsTests() => _caps = new SignUpCaps(Options.Create(new SignUpOptions { PerAddress = 3, PerNetwork = 5, InAll = 8 }), _clock);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", 3)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", 3)]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", 3)]
    public void An_address_has_its_allowance_in_whatever_form_it_comes(string first, string second, int limit)
    {
        for (var form = 0; form < limit; form++)
            Take(form % 2 == 0 ? first : second).ShouldBeTrue();
        Take(first).ShouldBeFalse();
        Take(second).ShouldBeFalse();
    }

    [Fact]
    public void A_network_has_its_allowance_whatever_its_addresses()
    {
        for (var host = 1; host <= 5; host++)
            Take($"192.0.2.{host}").ShouldBeTrue();
        Take("192.0.2.6").ShouldBeFalse();
        Take("198.51.100.1").ShouldBeTrue();
    }

    [Fact]
    public void All_together_have_theirs()
    {
        for (var network = 1; network <= 8; network++)
            Take($"10.0.{network}.1").ShouldBeTrue();
        Take("10.0.9.1").ShouldBeFalse();
    }

    [Fact]
    public void It_comes_back_evenly_over_the_hour()
    {
        for (var form = 0; form < 3; form++)
            Take("192.0.2.1").ShouldBeTrue();
        _clock.Advance(TimeSpan.FromMinutes(20) - TimeSpan.FromSeconds(1));
        Take("192.0.2.1").ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Take("192.0.2.1").ShouldBeTrue();
        Take("192.0.2.1").ShouldBeFalse();
    }

    private bool Take(string address) => _caps.TryTake(IPAddress.Parse(address));
}
