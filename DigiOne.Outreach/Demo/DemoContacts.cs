using System.Globalization;
using System.Text;
using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Demo;

/// <summary>A person who does not exist.</summary>
internal sealed record DemoContact(string Address, string Name, string Language, string Municipality, string Role);

/// <summary>Makes up people: always the same ones, all below <c>.example</c>, where no mail arrives (RFC 2606).</summary>
internal static class DemoContacts
{
    private const int Seed = 2026;

    // 70 % read Finnish, 15 % Swedish and 15 % English.
    private static readonly DemoNames[] Twenty =
        [.. Enumerable.Repeat(DemoNames.Finnish, 14), .. Enumerable.Repeat(DemoNames.FinlandSwedish, 3), .. Enumerable.Repeat(DemoNames.English, 3)];

    /// <summary>So many people.</summary>
    internal static IReadOnlyList<DemoContact> MakeUp(int count)
    {
        var random = new Random(Seed);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, count).Select(number => MakeUp(Twenty[number % Twenty.Length], random, taken))];
    }

    /// <summary>The people as the CSV file that their organisation would import.</summary>
    internal static Stream ToCsv(IEnumerable<DemoContact> contacts)
    {
        var csv = new StringBuilder("email,name,language,municipality,role\n");
        foreach (var contact in contacts)
            csv.Append(CultureInfo.InvariantCulture, $"{contact.Address},{contact.Name},{contact.Language},{contact.Municipality},{contact.Role}\n");
        return new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));
    }

    private static DemoContact MakeUp(DemoNames names, Random random, HashSet<string> taken)
    {
        var first = names.First[random.Next(names.First.Length)];
        var last = names.Last[random.Next(names.Last.Length)];
        var municipality = PickPlace(names, random);
        var domain = Municipalities.TryFind(municipality, out var known) ? known.NameIn(names.Language) : municipality;
        var (box, host) = (Ascii($"{first}.{last}"), Ascii(domain));
        var address = $"{box}@{host}.example";
        for (var namesake = 2; !taken.Add(address); namesake++)
            address = $"{box}{namesake}@{host}.example";
        // Whoever is not there for work has no role.
        var role = random.Next(3) == 0 ? names.Roles[random.Next(names.Roles.Length)] : "";
        return new DemoContact(address, $"{first} {last}", names.Language, municipality, role);
    }

    private static string PickPlace(DemoNames names, Random random)
    {
        var ticket = random.Next(names.Places.Sum(place => place.Weight));
        foreach (var (municipality, weight) in names.Places)
            if ((ticket -= weight) < 0)
                return municipality;
        throw new InvalidOperationException("A ticket is below the sum of the weights.");
    }

    private static string Ascii(string text) =>
        string.Concat(text.ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(letter => char.IsAsciiLetter(letter) || letter is '.' or '-'));
}
