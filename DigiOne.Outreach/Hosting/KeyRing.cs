using DigiOne.Outreach.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace DigiOne.Outreach.Hosting;

internal static class KeyRing
{
    /// <summary>
    /// Adds Data Protection with its keys in <c>keys</c> on the data volume. Nodes share the volume and the name, so that
    /// each reads what another protected, before and after a new version.
    /// </summary>
    internal static IServiceCollection AddKeyRing(this IServiceCollection services, StorageOptions storage)
    {
        services.AddDataProtection()
            .SetApplicationName("DigiOne.Outreach")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.GetFullPath(Path.Combine(storage.DataFolder, "keys"))));
        return services;
    }
}
