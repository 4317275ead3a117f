namespace DigiOne.Outreach.Editing;

/// <summary>Rows of which there is one per key: a text per language, a post's variant per network.</summary>
internal static class RowsPerKey
{
    /// <summary>Makes the rows those that were handed in. What stays keeps its row.</summary>
    /// <param name="rows">The rows, as tracked.</param>
    /// <param name="content">What was handed in, by key.</param>
    /// <param name="keyOf">A row's key.</param>
    /// <param name="begin">A new row for a key.</param>
    /// <param name="fill">Puts content into a row.</param>
    internal static void Follow<TRow, TContent>(
        this ICollection<TRow> rows,
        IReadOnlyDictionary<string, TContent> content,
        Func<TRow, string> keyOf,
        Func<string, TRow> begin,
        Action<TRow, TContent> fill)
    {
        foreach (var gone in rows.Where(row => !content.ContainsKey(keyOf(row))).ToList())
            rows.Remove(gone);
        foreach (var (key, value) in content)
        {
            var row = rows.SingleOrDefault(row => keyOf(row) == key);
            if (row is null)
                rows.Add(row = begin(key));
            fill(row, value);
        }
    }
}
