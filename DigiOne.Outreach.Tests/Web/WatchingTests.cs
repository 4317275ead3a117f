namespace DigiOne.Outreach.Tests.Web;

/// <summary>Somebody who has signed in and watches mailings in every state.</summary>
public abstract class WatchingTests : IAsyncLifetime
{
    private protected RunningWeb Web { get; private set; } = null!;

    private protected WatchedWork Work { get; private set; } = null!;

    private protected Visitor Person { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Web = await RunningWeb.StartAsync();
        Work = await WatchedWork.SeedAsync(Web);
        Person = await Web.NewPersonAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Person.Dispose();
        await Web.DisposeAsync();
    }
}
