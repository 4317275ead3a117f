using System.Text;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Inbound;

/// <summary>
/// The folder <c>quarantine</c> of the data folder: messages that go beyond what anybody writes, or that could not be read, each
/// with a note. They lie there for a person; nothing here reads them again.
/// </summary>
internal sealed partial class Quarantine(IOptions<StorageOptions> storage, ILogger<Quarantine> logger)
{
    // Whoever sends such mail may send a lot of it: the message itself is still in the mailbox.
    private const int MostFiles = 1000;

    internal string Folder => Path.Combine(storage.Value.DataFolder, "quarantine");

    /// <summary>Leaves it there; a second time for the same message writes the same file.</summary>
    /// <param name="hash">The message's hash, by which its file is named.</param>
    /// <param name="message">What was read of it.</param>
    /// <param name="why">Why it is here, as a sentence.</param>
    /// <returns>The file's name; null where the folder is full.</returns>
    internal string? Keep(string hash, ReadOnlySpan<byte> message, string why)
    {
        var name = $"{hash[..24]}.eml";
        PrivateFolder.Create(Folder);
        var path = Path.Combine(Folder, name);
        if (!File.Exists(path) && Directory.EnumerateFiles(Folder, "*.eml").Take(MostFiles).Count() >= MostFiles)
        {
            Log.Full(logger, Folder, MostFiles);
            return null;
        }

        Write(path, message);
        Write($"{path}.txt", Encoding.UTF8.GetBytes(
            $"{why}\nThe first {message.Length} bytes of the message are in {name}. The whole of it is in the mailbox.\nOpen it with a text editor, not with a mail program.\n"));
        Log.Kept(logger, name, why);
        return name;
    }

    /// <summary>Why a message is left there; null where it is an ordinary one.</summary>
    internal static string? Reason(MailExcess excess) => excess switch
    {
        MailExcess.Parts => "This message has more parts than are looked at, or they are nested deeper than anybody nests them.",
        MailExcess.Headers => "This message has more header fields than are looked at.",
        _ => null,
    };

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        PrivateFolder.CreateFile(path);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        file.Write(bytes);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "An inbound message was left in quarantine as {File}: {Why}")]
        internal static partial void Kept(ILogger logger, string file, string why);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Folder} holds {Most} messages: no more are left there until somebody has looked through them")]
        internal static partial void Full(ILogger logger, string folder, int most);
    }
}
