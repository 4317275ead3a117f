using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Tests.Drill;

public sealed class OwnProcessTests
{
    [Theory]
    [InlineData("/dev/shm")]
    [InlineData("/var/tmp")]
    public void What_is_written_counts_in_memory_as_on_a_disk(string folder)
    {
        var file = Path.Combine(folder, $"outreach-{Guid.CreateVersion7():n}");
        var before = OwnProcess.BytesWritten;
        try
        {
            File.WriteAllBytes(file, new byte[1_000_000]);

            (OwnProcess.BytesWritten - before).ShouldBeGreaterThanOrEqualTo(1_000_000);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
