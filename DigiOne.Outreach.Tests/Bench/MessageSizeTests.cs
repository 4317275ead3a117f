using DigiOne.Outreach.Bench;

namespace DigiOne.Outreach.Tests.Bench;

public sealed class MessageSizeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5_000)]
    [InlineData(7_123)]
    public async Task Messages_of_the_yardstick_are_as_long_as_ours_with_all_that_leaves(int size)
    {
        var length = await PostfixSource.LengthForAsync(size, Token);

        length.ShouldBeLessThan(size, "Its headers are not in the length that it is told.");
        (await MessageSize.MeanAsync(relay => PostfixSource.RunAsync(relay.Port, messages: 20, length, Token))).ShouldBe(size, size * 0.002);
    }
}
