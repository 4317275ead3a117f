using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience;

/// <summary>A key of a <see cref="SecretRing"/>.</summary>
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The serialiser writes it as base64.")]
internal sealed record SecretKey(ushort Id, byte[] Secret, DateTimeOffset CreatedAt);

/// <summary>
/// Secret keys in one file of the data folder, which nodes share. The newest key makes, every key recognises, so that what
/// was made years ago is known after a rotation.
/// </summary>
internal sealed class SecretRing(string path, TimeProvider time)
{
    private const int SecretLength = 32;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Lock _loading = new();
    private volatile Ring? _ring;

    /// <summary>The key that makes from now on.</summary>
    internal SecretKey Newest => Current().Keys[^1];

    /// <summary>A ring of the data folder; its file is made when a key is first asked for.</summary>
    internal static SecretRing In(StorageOptions storage, string file, TimeProvider time) => new(Path.Combine(storage.DataFolder, "keys", file), time);

    /// <summary>Every key, also what another process has added; the oldest first.</summary>
    internal IReadOnlyList<SecretKey> All()
    {
        var ring = Current();
        return File.GetLastWriteTimeUtc(path) == ring.WrittenAt ? ring.Keys : (_ring = Read()).Keys;
    }

    /// <summary>The key of an id; null where there is none.</summary>
    internal SecretKey? Find(ushort id)
    {
        var ring = Current();
        if (ring.Find(id) is { } key)
            return key;
        // Another process may have rotated.
        if (File.GetLastWriteTimeUtc(path) == ring.WrittenAt)
            return null;
        return (_ring = Read()).Find(id);
    }

    /// <summary>Adds a key, which makes from now on; other processes notice when they meet its first work.</summary>
    internal async Task RotateAsync(CancellationToken cancellationToken)
    {
        Current();
        using var held = await FileLock.TakeAsync(path + ".lock", cancellationToken);
        var ring = Read();
        _ring = Write([.. ring.Keys, NewKey((ushort)(ring.Keys[^1].Id + 1))]);
    }

    private Ring Current()
    {
        if (_ring is { } ring)
            return ring;
        lock (_loading)
            return _ring ??= File.Exists(path) ? Read() : Create();
    }

    private Ring Create()
    {
        PrivateFolder.Create(Path.GetDirectoryName(path)!);
        // Once in the life of an installation, so that keys are there without waiting for anything.
        using var held = FileLock.TakeAsync(path + ".lock", CancellationToken.None).GetAwaiter().GetResult();
        return File.Exists(path) ? Read() : Write([NewKey(1)]);
    }

    private Ring Read()
    {
        var writtenAt = File.GetLastWriteTimeUtc(path);
        var keys = JsonSerializer.Deserialize<List<SecretKey>>(File.ReadAllText(path), Json);
        return keys is { Count: > 0 } ? new Ring(keys, writtenAt) : throw new InvalidDataException($"{path} holds no key.");
    }

    // Written beside and moved over, so that a reader sees the old ring or the new one, never half of one.
    private Ring Write(List<SecretKey> keys)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(path + ".new", options))
        {
            file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(keys, Json)));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        return new Ring(keys, File.GetLastWriteTimeUtc(path));
    }

    private SecretKey NewKey(ushort id) => new(id, RandomNumberGenerator.GetBytes(SecretLength), time.GetUtcNow());

    private sealed record Ring(IReadOnlyList<SecretKey> Keys, DateTime WrittenAt)
    {
        internal SecretKey? Find(ushort id) => Keys.FirstOrDefault(key => key.Id == id);
    }
}
