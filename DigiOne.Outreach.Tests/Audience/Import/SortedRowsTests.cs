using CsCheck;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Audience.Import;

public sealed class SortedRowsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(25_000)]
    [InlineData(60_001)]
    public void However_many_there_are_they_come_in_order_and_whole(int count)
    {
        using var folder = new TempFolder();
        var random = new Random(count);
        var rows = Enumerable.Range(1, count).Select(line => new SortedRow($"ä{random.Next(count / 2 + 1)}", line, $"[{line},\"ö\"]")).ToList();
        using (var sorted = new SortedRows(folder.FullPath))
        {
            rows.ForEach(sorted.Add);
            sorted.InOrder().ShouldBe(rows.OrderBy(row => row.Key, StringComparer.Ordinal).ThenBy(row => row.Line));
            sorted.Count.ShouldBe(count);
        }

        Directory.GetFiles(folder.FullPath).ShouldBeEmpty();
    }

    [Fact]
    public void Results_are_read_as_they_were_written() =>
        Gen.Select(Gen.Int[1, 2_000_000], Gen.Enum<PersonResult>(), Gen.Enum<MembershipResult>()).Select(row => new RowResult(row.Item1, row.Item2, row.Item3))
            .Array[0, 20].Sample(results => RowResult.Read(RowResult.Write(results)).ShouldBe(results));
}
