namespace DigiOne.Outreach.Hosting;

/// <summary>Where the configuration file and the templates are.</summary>
/// <param name="File">The file, as it is named in messages.</param>
/// <param name="Templates">The folder of templates.</param>
internal sealed record ConfigurationPlace(string File, string Templates)
{
    private const string FileName = "outreach.json";

    /// <summary>
    /// Reads <c>--config</c>: the folder that holds <c>config/</c> and <c>templates/</c>; also taken are that
    /// <c>config/</c> folder itself and a configuration file, with <c>templates/</c> beside the file or beside its folder.
    /// Nothing given means the working directory.
    /// </summary>
    internal static ConfigurationPlace Find(string? given)
    {
        var place = given ?? "";
        if (place.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(place))
            return new(place, Beside(Path.GetDirectoryName(place)!));

        if (given is not null && !System.IO.File.Exists(Path.Combine(place, "config", FileName)) && System.IO.File.Exists(Path.Combine(place, FileName)))
            return new(Path.Combine(place, FileName), Beside(place));

        return new(Path.Combine(place, "config", FileName), Path.Combine(place, "templates"));
    }

    private static string Beside(string folder)
    {
        var own = Path.Combine(folder, "templates");
        return Directory.Exists(own) ? own : Path.GetFullPath(Path.Combine(folder, "..", "templates"));
    }
}
