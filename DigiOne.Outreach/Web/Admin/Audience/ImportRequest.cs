using DigiOne.Outreach.Audience.Import;

namespace DigiOne.Outreach.Web.Admin.Audience;

/// <summary>What the import form says beside the file.</summary>
/// <param name="List">Key of the list.</param>
/// <param name="OnError">What a bad row does to the rest.</param>
/// <param name="Encoding">How the file is written.</param>
public sealed record ImportRequest(string List, BadRows OnError, CsvEncoding Encoding)
{
    /// <summary>The most bytes that a page takes; the command line takes more.</summary>
    internal const long MaxBytes = 64 * 1024 * 1024;

    internal static ImportRequest Default { get; } = new("", BadRows.Refuse, CsvEncoding.Auto);

    internal ImportOptions Options => new() { OnError = OnError, Encoding = Encoding, MaxBytes = MaxBytes };

    internal static ImportRequest From(IReadOnlyDictionary<string, string> fields) => new(
        fields.GetValueOrDefault("list", ""),
        fields.GetValueOrDefault("onError") == nameof(BadRows.Skip) ? BadRows.Skip : BadRows.Refuse,
        Enum.TryParse<CsvEncoding>(fields.GetValueOrDefault("encoding"), out var encoding) && Enum.IsDefined(encoding) ? encoding : CsvEncoding.Auto);
}
