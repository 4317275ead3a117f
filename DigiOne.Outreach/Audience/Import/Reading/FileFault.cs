namespace DigiOne.Outreach.Audience.Import;

/// <summary>A fault for which a file is refused as a whole.</summary>
/// <param name="Kind">Which fault.</param>
/// <param name="Message">What is wrong, where, and what would be right, in English.</param>
/// <param name="Line">Line of the file, the first being 1, where one can be told.</param>
/// <param name="ByteOffset">Byte of the file, the first being 0, where one can be told.</param>
public sealed record FileFault(FileFaultKind Kind, string Message, int? Line = null, long? ByteOffset = null);

/// <summary>The faults for which a file is refused as a whole.</summary>
public enum FileFaultKind
{
    /// <summary>There is nothing in it, or nothing below the heading.</summary>
    Empty,

    /// <summary>It is no text: a workbook, an archive, or something with zero bytes.</summary>
    NotText,

    /// <summary>The bytes of its heading are not in its encoding.</summary>
    Encoding,

    /// <summary>A column that must be there is not, or one is there twice.</summary>
    Columns,

    /// <summary>Quotation marks that do not pair up.</summary>
    Quotes,

    /// <summary>A cell longer than allowed.</summary>
    CellTooLong,

    /// <summary>More rows or bytes than allowed.</summary>
    TooLarge,
}

/// <summary>Carries a fault from the depth of reading to the use case, which answers it as a result.</summary>
internal sealed class FileRefusedException(FileFault fault) : Exception(fault.Message)
{
    internal FileFault Fault { get; } = fault;
}
