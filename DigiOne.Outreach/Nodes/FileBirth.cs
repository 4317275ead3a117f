using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace DigiOne.Outreach.Nodes;

/// <summary>When a file was born: a time that no copying takes along, and that nobody sets.</summary>
internal static class FileBirth
{
    // statx(2): the working directory, the mask's bit and the places of the answer are the kernel's ABI.
    private const int WorkingDirectory = -100;
    private const uint Birth = 0x800;
    private const int AnswerLength = 256;
    private const int SecondsAt = 80;
    private const int NanosecondsAt = 88;

    /// <summary>The time; null where the file system keeps none, or the file is not there.</summary>
    internal static DateTimeOffset? Of(string path)
    {
        if (!File.Exists(path))
            return null;
        // On Linux .NET gives the oldest of the other times in its place.
        return OperatingSystem.IsLinux() ? OnLinux(path) : new DateTimeOffset(File.GetCreationTimeUtc(path));
    }

    private static DateTimeOffset? OnLinux(string path)
    {
        var answer = new byte[AnswerLength];
        try
        {
            if (StatX(WorkingDirectory, Encoding.UTF8.GetBytes($"{path}\0"), 0, Birth, answer) != 0
                || (BinaryPrimitives.ReadUInt32LittleEndian(answer) & Birth) == 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        var seconds = BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(SecondsAt));
        var nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(NanosecondsAt));
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int directory, byte[] path, int flags, uint mask, [Out] byte[] answer);
}
