namespace DigiOne.Outreach.Tests.Rendering;

public sealed class DateFunctionsTests
{
    [Theory]
    [InlineData("fi", "torstai 12. marraskuuta 2026 klo 9.00")]
    [InlineData("sv", "torsdag 12 november 2026 kl. 9.00")]
    [InlineData("en", "Thursday 12 November 2026 at 09:00")]
    [InlineData("sv-FI", "torsdag 12 november 2026 kl. 9.00")]
    public void Long_date_reads_as_people_write_it(string language, string text)
        => TemplateKit.RenderText("{{ '2026-11-12T07:00:00Z' | long_date }}", language: language).ShouldBe(text);

    [Theory]
    [InlineData("{{ '2026-07-01T09:00:00+02:00' | time }}", "10.00")]
    [InlineData("{{ '2026-07-01T22:30:00Z' | day }}", "torstai 2. heinäkuuta 2026")]
    [InlineData("{{ '2026-07-01T09:00:00Z' | long_date 'Europe/Stockholm' }}", "keskiviikko 1. heinäkuuta 2026 klo 11.00")]
    [InlineData("{{ period '2026-11-12T07:00:00Z' '2026-11-12T08:30:00Z' }}", "torstai 12. marraskuuta 2026 klo 9.00–10.30")]
    [InlineData("{{ period '2026-11-12T07:00:00Z' '2026-11-13T08:30:00Z' }}", "torstai 12. marraskuuta 2026 klo 9.00 – perjantai 13. marraskuuta 2026 klo 10.30")]
    [InlineData("{{ period '2026-11-12T07:00:00Z' null }}", "torstai 12. marraskuuta 2026 klo 9.00")]
    [InlineData("{{ null | long_date }}", "")]
    public void Parts_zones_and_periods(string source, string text) => TemplateKit.RenderText(source).ShouldBe(text);
}
