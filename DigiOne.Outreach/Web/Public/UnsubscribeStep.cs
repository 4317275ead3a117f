namespace DigiOne.Outreach.Web.Public;

/// <summary>What the unsubscribe page shows.</summary>
public enum UnsubscribeStep
{
    /// <summary>The link leads to nobody.</summary>
    Unknown,

    /// <summary>The question, with its buttons.</summary>
    Ask,

    /// <summary>The person is off the list, and may leave everything.</summary>
    LeftList,

    /// <summary>Nothing is mailed to the person any more.</summary>
    LeftEverything,
}
