namespace DigiOne.Outreach.Drill;

/// <summary>Deals the points of a crash drill in random order, each of them in every round.</summary>
internal sealed class KillPoints(Random random)
{
    private static readonly KillPoint[] Round = [.. Enum.GetValues<KillPoint>(), KillPoint.Anywhen, KillPoint.BeforeDot, KillPoint.AfterDot, KillPoint.AfterReply];

    private readonly List<KillPoint> _left = [];

    /// <summary>The next one.</summary>
    /// <param name="mayStartUp">Whether a process starts now that could be hit at it; otherwise that point waits.</param>
    internal KillPoint Next(bool mayStartUp)
    {
        var place = _left.FindIndex(point => mayStartUp || point != KillPoint.StartUp);
        if (place < 0)
        {
            var round = (KillPoint[])Round.Clone();
            random.Shuffle(round);
            _left.AddRange(round);
            return Next(mayStartUp);
        }

        var next = _left[place];
        _left.RemoveAt(place);
        return next;
    }
}
