namespace DigiOne.Outreach.Audience.Import;

/// <summary>How far an import is.</summary>
/// <param name="Step">What it does.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Of">Of how much.</param>
internal readonly record struct ImportProgress(ImportStep Step, long Done, long Of);

/// <summary>What an import does, in this order.</summary>
internal enum ImportStep
{
    /// <summary>The file is read and its rows are judged, counted in bytes.</summary>
    Reading,

    /// <summary>The rows are put beside in the order of their addresses, counted in rows.</summary>
    Staging,

    /// <summary>They are applied, counted in rows.</summary>
    Applying,
}
