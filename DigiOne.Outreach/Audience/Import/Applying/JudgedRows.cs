namespace DigiOne.Outreach.Audience.Import;

/// <summary>A row with what it changes.</summary>
/// <param name="Row">The row.</param>
/// <param name="Person">What becomes of the person.</param>
/// <param name="Membership">What becomes of the list.</param>
/// <param name="Known">Who it is; null for somebody new.</param>
/// <param name="Stored">The person as it is to be stored; null where nothing of it is.</param>
internal readonly record struct JudgedRow(ContactRow Row, PersonResult Person, MembershipResult Membership, ContactId? Known, Contact? Stored)
{
    /// <summary>Whether the person is to come on the list.</summary>
    internal bool Joins => Membership == MembershipResult.Joined;

    /// <summary>The result to be kept.</summary>
    internal RowResult Result => new(Row.Line, Person, Membership);
}

/// <summary>Rows with what they change.</summary>
internal sealed class JudgedRows(int capacity)
{
    private readonly List<JudgedRow> _rows = new(capacity);

    /// <summary>All of them.</summary>
    internal IReadOnlyList<JudgedRow> All => _rows;

    /// <summary>People who are new.</summary>
    internal IEnumerable<Contact> Newcomers => Stored(PersonResult.Created);

    /// <summary>Known people of whom something changes.</summary>
    internal IEnumerable<Contact> Changed => Stored(PersonResult.Updated);

    /// <summary>The account, the refused rows aside.</summary>
    internal ImportCounts Count()
    {
        var (persons, memberships) = (new int[4], new int[4]);
        foreach (var row in _rows)
        {
            persons[(int)row.Person]++;
            memberships[(int)row.Membership]++;
        }

        return new ImportCounts(
            Created: persons[(int)PersonResult.Created],
            Updated: persons[(int)PersonResult.Updated],
            Unchanged: persons[(int)PersonResult.Unchanged],
            Subscribed: memberships[(int)MembershipResult.Joined],
            AlreadySubscribed: memberships[(int)MembershipResult.Already],
            KeptOut: memberships[(int)MembershipResult.Left] + memberships[(int)MembershipResult.Suppressed]);
    }

    internal void Add(JudgedRow row) => _rows.Add(row);

    /// <summary>Replaces what was judged of some rows by what has become of them.</summary>
    internal void Correct(Func<JudgedRow, JudgedRow> correct)
    {
        for (var row = 0; row < _rows.Count; row++)
            _rows[row] = correct(_rows[row]);
    }

    private IEnumerable<Contact> Stored(PersonResult result) => _rows.Where(row => row.Person == result).Select(row => row.Stored!);
}
