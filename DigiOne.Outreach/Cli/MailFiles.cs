using DigiOne.Outreach.Mail.Reading;

namespace DigiOne.Outreach.Cli;

/// <summary>The mails of a folder, as files: <c>.eml</c>, a Maildir, whatever is there.</summary>
internal static class MailFiles
{
    /// <summary>The files, named from the place that was asked for, in ordinal order; the place itself where it is a file.</summary>
    internal static IEnumerable<string> In(string place)
    {
        if (!Directory.Exists(place))
            return [place];
        var everything = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Device };
        return Directory.EnumerateFiles(place, "*", everything).Order(StringComparer.Ordinal);
    }

    /// <summary>Reads one; one that cannot be opened is nothing that is understood.</summary>
    internal static ReadMail Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return MailReader.Read(stream);
        }
        // The boundary of one mail: whatever is wrong with it, the others are still to be read.
        catch (Exception)
        {
            return new ReadMail(MailKind.Other, []);
        }
    }
}
