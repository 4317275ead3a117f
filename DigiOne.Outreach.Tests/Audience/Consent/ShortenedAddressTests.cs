using System.Net;
using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class ShortenedAddressTests
{
    [Theory]
    [InlineData("192.0.2.255", "192.0.2.0/24")]
    [InlineData("10.1.2.3", "10.1.2.0/24")]
    [InlineData("::ffff:192.0.2.77", "192.0.2.0/24")]
    [InlineData("2001:db8:abcd:1234:5678:9abc:def0:1234", "2001:db8:abcd::/48")]
    [InlineData("fe80::1%3", "fe80::/48")]
    [InlineData("::1", "::/48")]
    public void Only_the_network_is_kept(string address, string network) =>
        ShortenedAddress.Of(IPAddress.Parse(address)).ShouldBe(network);
}
