namespace DigiOne.Outreach.Web.Components;

/// <summary>What was wrong in a form, by field. The reader sees it at the field and in the summary.</summary>
/// <param name="order">The fields as they stand in the form, by name or by its beginning; what is found comes in this order.</param>
public sealed class FormErrors(params string[] order)
{
    private readonly List<(string Field, string Message)> _all = [];

    /// <summary>Every mistake.</summary>
    public IReadOnlyList<(string Field, string Message)> All => [.. _all.OrderBy(error => Place(error.Field))];

    /// <summary>Whether something was wrong.</summary>
    public bool Any => _all.Count > 0;

    /// <summary>Notes a mistake.</summary>
    /// <param name="field">The field's name; empty when it is about the form as a whole.</param>
    /// <param name="message">What is wrong and what would be right, in the reader's language.</param>
    public void Add(string field, string message) => _all.Add((field, message));

    /// <summary>What is wrong with a field, or null.</summary>
    public string? Of(string field) =>
        _all.Where(error => error.Field == field).Select(error => error.Message).FirstOrDefault();

    private int Place(string field)
    {
        var place = Array.FindIndex(order, name => field == name || field.StartsWith(name + ".", StringComparison.Ordinal));
        return place < 0 ? order.Length : place;
    }
}
