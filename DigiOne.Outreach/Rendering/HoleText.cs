namespace DigiOne.Outreach.Rendering;

/// <summary>A piece of a text: a constant, or a hole that a recipient's value fills.</summary>
/// <param name="Constant">The text; null for a hole.</param>
/// <param name="Hole">Number of the value in <see cref="RecipientValues.All"/>; of no meaning for a constant.</param>
internal readonly record struct HolePiece(string? Constant, int Hole);

/// <summary>A text that is the same for every recipient but for its holes.</summary>
internal sealed record HoleText(IReadOnlyList<HolePiece> Pieces)
{
    /// <summary>Whether it is the same for everybody.</summary>
    internal bool IsConstant => Pieces.All(piece => piece.Constant is not null);

    /// <summary>The number of a field's value, as it is or escaped for HTML.</summary>
    internal static int Hole(MailField field, bool escaped) => (2 * (int)field) + (escaped ? 1 : 0);

    /// <summary>The text of one recipient.</summary>
    internal string Fill(RecipientValues values) => string.Concat(Pieces.Select(piece => piece.Constant ?? values.All[piece.Hole]));
}
