namespace DigiOne.Outreach.Deliveries;

/// <summary>What a claimed message took of its domain's limit. Where it does not go after all, the next one gets it; once, whoever says so.</summary>
internal sealed class DomainTurn(Action giveBack)
{
    private Action? _giveBack = giveBack;

    /// <summary>The message does not go now.</summary>
    internal void GiveBack() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();

    /// <summary>The message goes on under another record of its claim: nobody else can give its turn back from now on.</summary>
    internal DomainTurn? HandOn() => Interlocked.Exchange(ref _giveBack, null) is { } mine ? new DomainTurn(mine) : null;
}
