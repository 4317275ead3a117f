using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Nodes;

/// <summary>The file beside the database, which several processes may write.</summary>
public sealed class StampFileTests
{
    [Fact]
    public async Task Process_of_the_same_id_that_is_writing_the_stamp_hinders_no_other()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var (file, path) = (outreach.Services.GetRequiredService<StampFile>(), PathOf(outreach));
        file.Write(new Stamp("one", 1));

        await using (new FileStream($"{path}.{Environment.ProcessId}", FileMode.Create, FileAccess.Write, FileShare.None))
            file.Write(new Stamp("one", 2));

        file.Read().ShouldBe(new Stamp("one", 2));
    }

    [Fact]
    public async Task What_a_crash_left_is_removed_and_what_another_process_is_writing_is_not()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var (file, path) = (outreach.Services.GetRequiredService<StampFile>(), PathOf(outreach));
        file.Write(new Stamp("one", 1));
        var (left, other) = ($"{path}.1", $"{path}.0123456789abcdef");
        await File.WriteAllTextAsync(left, "one", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(other, "one", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(left, File.GetLastWriteTimeUtc(left) - TimeSpan.FromMinutes(2));

        file.Write(new Stamp("one", 2));

        File.Exists(left).ShouldBeFalse();
        File.Exists(other).ShouldBeTrue();
        Directory.GetFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}*").Length.ShouldBe(2, "Nothing of its own stays.");
    }

    private static string PathOf(StillOutreach outreach) =>
        $"{outreach.Services.GetRequiredService<IOptions<StorageOptions>>().Value.SqlitePath}.stamp";
}
