using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>What happens, once, right after a statement was run and before its rows are read.</summary>
/// <param name="statement">A part of the statement's text.</param>
/// <param name="times">At which of its runs.</param>
internal sealed class Meanwhile(string statement, int times = 1) : DbCommandInterceptor
{
    private int _seen;

    /// <summary>What happens; runs before this is set do not count.</summary>
    internal Func<Task>? Happens { get; set; }

    /// <summary>Whether it has.</summary>
    internal bool HasHappened { get; private set; }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (Happens is { } happens && command.CommandText.Contains(statement, StringComparison.Ordinal) && Interlocked.Increment(ref _seen) == times)
        {
            await happens();
            HasHappened = true;
        }

        return result;
    }
}
