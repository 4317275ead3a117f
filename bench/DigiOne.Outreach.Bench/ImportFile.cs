using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Bench;

/// <summary>A file of people in no order, as Finnish Excel writes it; always the same one.</summary>
internal static class ImportFile
{
    private const int Seed = 2027;

    private static readonly string[] First = ["Aino", "Eino", "Väinö", "Helmi", "Åsa", "Björn", "Maija", "Kerttu", "Örjan", "Anna"];
    private static readonly string[] Last = ["Virtanen", "Mäkinen", "Lindström", "Öhman", "Korhonen", "Nieminen", "Hämäläinen"];
    private static readonly string[] Places = ["Helsinki", "Espoo", "Oulu", "091", "Turku", "Åbo", "Vaasa", "564"];
    private static readonly string[] Roles = ["rehtori", "opettaja", "", "", "lärare", "kanslia"];

    internal static async Task WriteAsync(string path, int people, CancellationToken cancellationToken)
    {
        var random = new Random(Seed);
        var numbers = Enumerable.Range(1, people).ToArray();
        random.Shuffle(numbers);
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(true));
        await file.WriteAsync("Sähköposti;Etunimi;Sukunimi;Kieli;Kunta;Organisaatio;Rooli\r\n".AsMemory(), cancellationToken);
        foreach (var number in numbers)
            await file.WriteAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(char)('a' + random.Next(26))}{(char)('a' + random.Next(26))}.lukija{number}@k{number % 300}.example;{Of(First)};{Of(Last)};{(number % 7 == 0 ? "ruotsi" : "fi")};{Of(Places)};Koulu {number % 977};{Of(Roles)}\r\n").AsMemory(),
                cancellationToken);

        string Of(string[] words) => words[random.Next(words.Length)];
    }
}
