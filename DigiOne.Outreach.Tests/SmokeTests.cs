namespace DigiOne.Outreach.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Nothing() => (1 + 1).ShouldBe(2);
}
