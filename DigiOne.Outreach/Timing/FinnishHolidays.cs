namespace DigiOne.Outreach.Timing;

/// <summary>
/// Days on which Finland does not work: the public holidays, Midsummer Eve and Christmas Eve. Today's rules, applied to
/// any year; what law said in past decades (moved Epiphanies, an earlier Midsummer) is not followed.
/// </summary>
public static class FinnishHolidays
{
    /// <summary>The first year that is answered for.</summary>
    public const int FirstYear = 1900;

    /// <summary>The last year that is answered for.</summary>
    public const int LastYear = 2999;

    /// <summary>The holidays of a year in order. A date stands once; where two fall together, as May Day and Ascension in 2008, it has both names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is not within <see cref="FirstYear"/> and <see cref="LastYear"/>.</exception>
    public static IReadOnlyList<FinnishHoliday> Of(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, LastYear);

        var easter = EasterSunday(year);
        var midsummer = SaturdayFrom(new DateOnly(year, 6, 20));
        return
        [
            .. new FinnishHoliday[]
            {
                new(new(year, 1, 1), "Uudenvuodenpäivä", "Nyårsdagen", "New Year's Day"),
                new(new(year, 1, 6), "Loppiainen", "Trettondagen", "Epiphany"),
                new(easter.AddDays(-2), "Pitkäperjantai", "Långfredagen", "Good Friday"),
                new(easter, "Pääsiäispäivä", "Påskdagen", "Easter Sunday"),
                new(easter.AddDays(1), "2. pääsiäispäivä", "Annandag påsk", "Easter Monday"),
                new(new(year, 5, 1), "Vappu", "Första maj", "May Day"),
                new(easter.AddDays(39), "Helatorstai", "Kristi himmelsfärdsdag", "Ascension Day"),
                new(easter.AddDays(49), "Helluntaipäivä", "Pingstdagen", "Pentecost"),
                new(midsummer.AddDays(-1), "Juhannusaatto", "Midsommarafton", "Midsummer Eve"),
                new(midsummer, "Juhannuspäivä", "Midsommardagen", "Midsummer Day"),
                new(SaturdayFrom(new DateOnly(year, 10, 31)), "Pyhäinpäivä", "Alla helgons dag", "All Saints' Day"),
                new(new(year, 12, 6), "Itsenäisyyspäivä", "Självständighetsdagen", "Independence Day"),
                new(new(year, 12, 24), "Jouluaatto", "Julafton", "Christmas Eve"),
                new(new(year, 12, 25), "Joulupäivä", "Juldagen", "Christmas Day"),
                new(new(year, 12, 26), "Tapaninpäivä", "Annandag jul", "St Stephen's Day"),
            }
            .GroupBy(holiday => holiday.Date)
            .OrderBy(day => day.Key)
            .Select(day => day.Aggregate((first, second) => first.With(second))),
        ];
    }

    /// <summary>Whether a date is a holiday.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is not within <see cref="FirstYear"/> and <see cref="LastYear"/>.</exception>
    public static bool IsHoliday(DateOnly date) => Of(date.Year).Any(holiday => holiday.Date == date);

    private static DateOnly SaturdayFrom(DateOnly date) => date.AddDays(DayOfWeek.Saturday - date.DayOfWeek);

    // The anonymous Gregorian computus, in its published letters.
    private static DateOnly EasterSunday(int year)
    {
        var a = year % 19;
        var (b, c) = Math.DivRem(year, 100);
        var (d, e) = Math.DivRem(b, 4);
        var f = (b + 8) / 25;
        var g = (b - f + 1) / 3;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var (i, k) = Math.DivRem(c, 4);
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var (month, day) = Math.DivRem(h + l - (7 * m) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
