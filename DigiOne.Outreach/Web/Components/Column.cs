using Microsoft.AspNetCore.Components;

namespace DigiOne.Outreach.Web.Components;

/// <summary>One column of a <see cref="DataTable{TItem}"/>; on a narrow screen, one line of each card.</summary>
/// <typeparam name="TItem">What a row shows.</typeparam>
public sealed class Column<TItem> : ComponentBase
{
    /// <summary>Heading.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What identifies the row: its heading, and the first line of its card.</summary>
    [Parameter]
    public bool Main { get; set; }

    /// <summary>Numbers stand under each other, at the right.</summary>
    [Parameter]
    public bool Numeric { get; set; }

    /// <summary>Sentences: on a narrow screen they stand under their title, from the left, as they are read.</summary>
    [Parameter]
    public bool Prose { get; set; }

    /// <summary>One cell.</summary>
    [Parameter, EditorRequired]
    public RenderFragment<TItem>? ChildContent { get; set; }

    /// <summary>The table around it.</summary>
    [CascadingParameter]
    public DataTable<TItem> Table { get; set; } = null!;

    internal string? Class => Numeric ? "numeric" : Prose ? "sentences" : null;

    /// <inheritdoc />
    protected override void OnInitialized() => Table.Add(this);
}
