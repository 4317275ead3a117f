namespace DigiOne.Outreach.Audience.Import;

/// <summary>What a column may hold.</summary>
internal enum Field
{
    Address,
    Name,
    FirstName,
    LastName,
    Language,
    Municipality,
    Organisation,
    Role,
}

/// <summary>Which column of a file holds what, by its heading in Finnish, Swedish or English.</summary>
internal sealed class Columns
{
    private static readonly Dictionary<Field, string[]> Headings = new()
    {
        [Field.Address] = ["email", "e-mail address", "mail", "sähköposti", "sähköpostiosoite", "s-posti", "e-post", "e-postadress"],
        [Field.Name] = ["name", "full name", "nimi", "koko nimi", "namn", "fullständigt namn"],
        [Field.FirstName] = ["first name", "given name", "etunimi", "förnamn"],
        [Field.LastName] = ["last name", "surname", "family name", "sukunimi", "efternamn"],
        [Field.Language] = ["language", "lang", "kieli", "språk"],
        [Field.Municipality] = ["municipality", "kunta", "kommun", "kuntakoodi", "kuntanumero", "kommunkod"],
        [Field.Organisation] = ["organisation", "organization", "organisaatio", "company", "yritys", "företag"],
        [Field.Role] = ["role", "title", "rooli", "tehtävä", "titteli", "roll", "befattning"],
    };

    // These mean a street where another column has the mailbox.
    private static readonly string[] WeakAddressHeadings = ["address", "osoite", "adress"];

    private static readonly Dictionary<string, Field> FieldsByHeading =
        (from field in Headings from heading in field.Value select (field.Key, heading)).ToDictionary(pair => Fold(pair.heading), pair => pair.Key);

    private readonly Dictionary<Field, int> _positions = [];
    private readonly Dictionary<int, ContactAttribute> _attributes = [];
    private readonly string[] _headings;

    /// <param name="heading">The first record.</param>
    /// <param name="attributes">What contacts have beyond the fields: their columns are headed by key or name.</param>
    /// <exception cref="FileRefusedException">No column holds the address, or two hold the same.</exception>
    internal Columns(CsvRecord heading, IReadOnlyList<ContactAttribute> attributes)
    {
        if (heading.Cells.Any(cell => cell.Contains('\uFFFD', StringComparison.Ordinal)))
            throw new FileRefusedException(new FileFault(
                FileFaultKind.Encoding, "The heading holds bytes that are not of the file's encoding. Save the file as \"CSV UTF-8\", or say its encoding.", heading.Line));
        _headings = [.. heading.Cells.Select(CleanText.Of)];
        for (var position = 0; position < _headings.Length; position++)
        {
            if (FieldsByHeading.TryGetValue(Fold(_headings[position]), out var field))
                Take(field, position, heading.Line);
            else if (attributes.FirstOrDefault(attribute => IsHeading(attribute, _headings[position])) is { } found)
                Take(found, position, heading.Line);
        }

        if (!_positions.ContainsKey(Field.Address))
            TakeWeakAddress(heading.Line);
    }

    /// <summary>Headings that mean nothing here.</summary>
    internal IReadOnlyList<string> Ignored => [.. _headings.Where((heading, position) => heading.Length > 0 && IsIgnored(position))];

    /// <summary>The columns of attributes.</summary>
    internal IEnumerable<(int Position, ContactAttribute Attribute)> Attributes => _attributes.Select(column => (column.Key, column.Value));

    /// <summary>How many columns there are.</summary>
    internal int Count => _headings.Length;

    /// <summary>The heading of a field's column as the file has it.</summary>
    internal string HeadingOf(Field field) => _headings[_positions[field]];

    /// <summary>The heading of a column as the file has it.</summary>
    internal string HeadingOf(int position) => _headings[position];

    /// <summary>A record's cell of a field, cleaned; null where it is empty or there is no such column.</summary>
    internal string? Cell(CsvRecord record, Field field) => _positions.TryGetValue(field, out var position) ? Cell(record, position) : null;

    /// <summary>A record's cell of a field as it stands there but for the blanks around it; null where it is empty or there is no such column.</summary>
    internal string? RawCell(CsvRecord record, Field field) =>
        _positions.TryGetValue(field, out var position) && position < record.Cells.Length && record.Cells[position].Trim() is { Length: > 0 } cell ? cell : null;

    /// <summary>A record's cell in a column, cleaned; null where it is empty.</summary>
    internal static string? Cell(CsvRecord record, int position)
    {
        if (position >= record.Cells.Length)
            return null;
        var text = CleanText.Of(record.Cells[position]);
        return text.Length == 0 ? null : text;
    }

    private bool IsIgnored(int position) => !_positions.ContainsValue(position) && !_attributes.ContainsKey(position);

    private static bool IsHeading(ContactAttribute attribute, string heading) =>
        attribute.Names.Values.Prepend(attribute.Key).Any(name => Fold(name) == Fold(heading));

    private void Take(Field field, int position, int line)
    {
        if (!_positions.TryAdd(field, position))
            throw SameAs(HeadingOf(field), position, line);
    }

    private void Take(ContactAttribute attribute, int position, int line)
    {
        foreach (var (taken, known) in _attributes)
            if (known == attribute)
                throw SameAs(_headings[taken], position, line);
        _attributes.Add(position, attribute);
    }

    private FileRefusedException SameAs(string heading, int position, int line) => new(new FileFault(
        FileFaultKind.Columns, $"The columns \"{heading}\" and \"{_headings[position]}\" mean the same; remove one.", line));

    private void TakeWeakAddress(int line)
    {
        var position = Array.FindIndex(_headings, heading => WeakAddressHeadings.Contains(Fold(heading)));
        if (position < 0)
            throw new FileRefusedException(new FileFault(
                FileFaultKind.Columns,
                $"No column holds the address. Found: {Quoted(_headings)}. Understood: {Quoted([.. Headings[Field.Address], .. WeakAddressHeadings])}.",
                line));
        Take(Field.Address, position, line);
    }

    private static string Quoted(IEnumerable<string> headings) =>
        string.Join(", ", headings.Take(30).Select(heading => $"\"{(heading.Length > 40 ? heading[..40] + "…" : heading)}\""));

    private static string Fold(string heading) =>
        string.Concat(heading.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
