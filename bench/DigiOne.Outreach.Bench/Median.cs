namespace DigiOne.Outreach.Bench;

internal static class Median
{
    /// <summary>The one in the middle; of an even number the lower one.</summary>
    internal static double Of(IEnumerable<double> measured)
    {
        var sorted = measured.Order().ToList();
        return sorted[(sorted.Count - 1) / 2];
    }
}
