using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Hosting;

internal static class DeliveryChecks
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    internal static IEnumerable<ConfigurationProblem> Of(DeliveryOptions delivery)
    {
        if (delivery.RetryPauses.Count == 0)
            yield return new("Delivery:RetryPauses", "there is no pause", "give at least one, e.g. [\"00:01:00\"]");

        foreach (var (index, pause) in delivery.RetryPauses.Index().Where(pause => pause.Item < TimeSpan.FromSeconds(1) || pause.Item > LongestPause))
            yield return new($"Delivery:RetryPauses:{index}", $"{pause} is out of range", $"give a duration from 00:00:01 to {LongestPause}");
    }
}
