namespace DigiOne.Outreach.Audience.Import;

/// <summary>Which column of a file holds what: as somebody said, else by its heading.</summary>
internal sealed class Columns
{
    private readonly Dictionary<Field, int> _positions = [];
    private readonly Dictionary<int, ContactAttribute> _attributes = [];
    private readonly HashSet<Field> _saidFields = [];
    private readonly HashSet<int> _left = [];
    private readonly string[] _headings;
    private readonly IReadOnlyList<ContactAttribute> _known;

    /// <param name="heading">The first record.</param>
    /// <param name="attributes">What contacts have beyond the fields: their columns are headed by key or name.</param>
    /// <param name="said">What columns hold, by heading, as somebody said (<see cref="ImportOptions.Columns"/>).</param>
    /// <exception cref="FileRefusedException">No column holds the address, two hold the same, or what was said fits nothing.</exception>
    internal Columns(CsvRecord heading, IReadOnlyList<ContactAttribute> attributes, IReadOnlyDictionary<string, string>? said = null)
    {
        if (heading.Cells.Any(cell => cell.Contains('\uFFFD', StringComparison.Ordinal)))
            throw new FileRefusedException(new FileFault(
                FileFaultKind.Encoding, "The heading holds bytes that are not of the file's encoding. Save the file as \"CSV UTF-8\", or say its encoding.", heading.Line));
        _known = attributes;
        _headings = [.. heading.Cells.Select(CleanText.Of)];
        Source = Headings.SystemOf(_headings);
        TakeSaid(said ?? new Dictionary<string, string>(), heading.Line);
        for (var position = 0; position < _headings.Length; position++)
        {
            if (IsTaken(position))
                continue;
            if (Headings.Find(_headings[position], Source) is { } field)
                TakeFound(field, position, heading.Line);
            else if (attributes.FirstOrDefault(attribute => IsHeading(attribute, _headings[position])) is { } found && !_attributes.ContainsValue(found))
                _attributes.Add(position, found);
            else if (attributes.Any(attribute => IsHeading(attribute, _headings[position])))
                throw SameAs(_headings[_attributes.First(taken => IsHeading(taken.Value, _headings[position])).Key], position, heading.Line);
        }

        if (!_positions.ContainsKey(Field.Address))
            TakeWeakAddress(heading.Line);
    }

    /// <summary>The system that wrote the file.</summary>
    internal SourceSystem Source { get; }

    /// <summary>Headings that mean nothing here.</summary>
    internal IReadOnlyList<string> Ignored => [.. _headings.Where((heading, position) => heading.Length > 0 && !_positions.ContainsValue(position) && !_attributes.ContainsKey(position))];

    /// <summary>The columns of attributes.</summary>
    internal IEnumerable<(int Position, ContactAttribute Attribute)> Attributes => _attributes.Select(column => (column.Key, column.Value));

    /// <summary>All attributes that contacts may have.</summary>
    internal IReadOnlyList<ContactAttribute> KnownAttributes => _known;

    /// <summary>How many columns there are.</summary>
    internal int Count => _headings.Length;

    /// <summary>Every heading with what its column holds, as <see cref="ImportOptions.Columns"/> says it; empty for nothing.</summary>
    internal IEnumerable<(string Heading, string Meaning)> Meanings => _headings.Select((heading, position) => (
        heading,
        _attributes.TryGetValue(position, out var attribute) ? attribute.Key
            : _positions.Where(taken => taken.Value == position).Select(taken => Headings.WordOf(taken.Key)).FirstOrDefault("")));

    /// <summary>Whether some column holds a field.</summary>
    internal bool Has(Field field) => _positions.ContainsKey(field);

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

    private bool IsTaken(int position) => _left.Contains(position) || _attributes.ContainsKey(position) || _positions.ContainsValue(position);

    private static bool IsHeading(ContactAttribute attribute, string heading) =>
        attribute.Names.Values.Prepend(attribute.Key).Any(name => Headings.Fold(name) == Headings.Fold(heading));

    private void TakeSaid(IReadOnlyDictionary<string, string> said, int line)
    {
        foreach (var (heading, meaning) in said)
        {
            var position = Array.FindIndex(_headings, known => Headings.Fold(known) == Headings.Fold(heading) && known.Length > 0);
            if (position < 0)
                throw Refused($"There is no column \"{heading}\". Found: {Headings.Quoted(_headings)}.", line);
            if (meaning.Length == 0)
                _left.Add(position);
            else if (Headings.FieldOf(meaning) is { } field)
                Take(field, position, line);
            else if (_known.FirstOrDefault(attribute => attribute.Key.Equals(meaning, StringComparison.OrdinalIgnoreCase)) is { } attribute)
                _attributes.Add(position, attribute);
            else
                throw Refused(
                    $"\"{meaning}\" is nothing that a column holds. What there is: {string.Join(", ", [.. Headings.FieldWords, .. _known.Select(known => known.Key)])}.", line);
        }
    }

    // What somebody said of another column goes before a heading.
    private void TakeFound(Field field, int position, int line)
    {
        if (_positions.TryGetValue(field, out var taken) && !_saidFields.Contains(field))
            throw SameAs(_headings[taken], position, line);
        _positions.TryAdd(field, position);
    }

    private void Take(Field field, int position, int line)
    {
        if (!_positions.TryAdd(field, position))
            throw SameAs(HeadingOf(field), position, line);
        _saidFields.Add(field);
    }

    private FileRefusedException SameAs(string heading, int position, int line) =>
        Refused($"The columns \"{heading}\" and \"{_headings[position]}\" mean the same; remove one.", line);

    private static FileRefusedException Refused(string message, int line) => new(new FileFault(FileFaultKind.Columns, message, line));

    private void TakeWeakAddress(int line)
    {
        var position = Array.FindIndex(_headings, Headings.IsWeakAddress);
        if (position < 0 || IsTaken(position))
            throw Refused($"No column holds the address. Found: {Headings.Quoted(_headings)}. Understood: {Headings.Quoted(Headings.OfAddress)}.", line);
        Take(Field.Address, position, line);
    }
}
