using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

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
}
