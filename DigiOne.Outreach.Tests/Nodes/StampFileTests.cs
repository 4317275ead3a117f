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
    public async Task What_a_crash_left_is_removed_at_the_next_start_and_what_another_process_is_writing_is_not()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var path = PathOf(outreach);
        var (left, other) = (await WriteAsync(UnfinishedBeside(path), isOld: true), await WriteAsync(UnfinishedBeside(path), isOld: false));

        Start(outreach).Write(new Stamp("one", 1));

        File.Exists(left).ShouldBeFalse();
        File.Exists(other).ShouldBeTrue();
        Directory.GetFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}*").Length.ShouldBe(2, "Nothing of its own stays.");
    }

    [Theory]
    [InlineData("bak")]
    [InlineData("2027-03-01")]
    [InlineData("0123456789abcdef")]
    public async Task File_that_a_person_put_beside_the_stamp_stays(string ending)
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var kept = await WriteAsync($"{PathOf(outreach)}.{ending}", isOld: true);

        Start(outreach).Write(new Stamp("one", 1));

        File.Exists(kept).ShouldBeTrue();
    }

    [Fact]
    public async Task Heartbeat_after_the_first_removes_nothing()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var file = Start(outreach);
        file.Write(new Stamp("one", 1));
        var left = await WriteAsync(UnfinishedBeside(PathOf(outreach)), isOld: true);

        file.Write(new Stamp("one", 2));

        File.Exists(left).ShouldBeTrue();
        Start(outreach).Write(new Stamp("one", 3));
        File.Exists(left).ShouldBeFalse();
    }

    // As a process does that starts.
    private static StampFile Start(StillOutreach outreach) => new(outreach.Services.GetRequiredService<IOptions<StorageOptions>>());

    private static string UnfinishedBeside(string path) => $"{path}.{Guid.CreateVersion7():N}";

    private static async Task<string> WriteAsync(string path, bool isOld)
    {
        await File.WriteAllTextAsync(path, "one", TestContext.Current.CancellationToken);
        if (isOld)
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path) - TimeSpan.FromMinutes(2));
        return path;
    }

    private static string PathOf(StillOutreach outreach) =>
        $"{outreach.Services.GetRequiredService<IOptions<StorageOptions>>().Value.SqlitePath}.stamp";
}
