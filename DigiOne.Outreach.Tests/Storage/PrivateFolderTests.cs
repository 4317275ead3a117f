using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Storage;

public sealed class PrivateFolderTests
{
    [Fact]
    public void Data_is_closed_to_other_accounts_of_the_machine()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such rights.");
            return;
        }

        using var folder = new TempFolder();
        using var place = ServingPlace.TryTake(new StorageOptions { DataFolder = folder["data"] }).ShouldNotBeNull();

        File.GetUnixFileMode(folder["data"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Folder_that_somebody_made_keeps_its_rights()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such rights.");
            return;
        }

        using var folder = new TempFolder();
        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(folder.FullPath, Shared);

        PrivateFolder.Create(folder.FullPath);

        File.GetUnixFileMode(folder.FullPath).ShouldBe(Shared);
    }

    [Fact]
    public async Task Database_in_a_folder_that_others_may_read_is_closed_to_them()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such rights.");
            return;
        }

        using var folder = new TempFolder();
        File.SetUnixFileMode(folder.FullPath, (UnixFileMode)0b111_101_101);
        var settings = new StorageOptions { DataFolder = folder.FullPath };
        var databases = new OutreachDbFactory(Options.Create(settings), [], NullLoggerFactory.Instance);

        await new Migrator(databases, Options.Create(settings), NullLogger<Migrator>.Instance).MigrateAsync(TestContext.Current.CancellationToken);

        await using var db = databases.CreateDbContext();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE one (id INTEGER)", TestContext.Current.CancellationToken);
        foreach (var file in new[] { "outreach.db", "outreach.db-wal" })
            File.GetUnixFileMode(folder[file]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }
}
