namespace DigiOne.Outreach.Configuration;

/// <summary>When bulk mail waits until morning: section <c>QuietTimes</c>. Local times in the organisation's zone.</summary>
public sealed class QuietTimesOptions
{
    /// <summary>Whether quiet times hold at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Start of the quiet night. Default 20:00.</summary>
    public TimeOnly From { get; set; } = new(20, 0);

    /// <summary>End of the quiet night. Default 08:00.</summary>
    public TimeOnly Until { get; set; } = new(8, 0);

    /// <summary>Saturday and Sunday are quiet as a whole. Default true.</summary>
    public bool Weekends { get; set; } = true;

    /// <summary>Finnish public holidays, Midsummer Eve and Christmas Eve are quiet. Default true.</summary>
    public bool Holidays { get; set; } = true;

    /// <summary>Months (1-12) that are quiet as a whole. Default July.</summary>
    public IList<int> Months { get; set; } = [7];
}
