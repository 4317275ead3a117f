using System.CommandLine;
using System.Globalization;
using DigiOne.Outreach.Drill;
using Spectre.Console;

namespace DigiOne.Outreach.Cli;

/// <summary>What long work shows: its progress on standard error, its account as a table on standard output.</summary>
/// <param name="parsed">Names where it is written.</param>
/// <param name="isSilent">Whether nothing is shown.</param>
/// <param name="hasLines">Whether progress is told in lines where no terminal shows bars.</param>
internal sealed class ProgressScreen(ParseResult parsed, bool isSilent, bool hasLines = true)
{
    /// <summary>Runs the work and shows the progress that it reports.</summary>
    internal Task<T> FollowAsync<T>(Func<Action<DrillProgress>, Task<T>> work)
    {
        if (isSilent)
            return work(_ => { });
        var error = parsed.InvocationConfiguration.Error;
        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected)
            return work(hasLines ? Lines(error) : _ => { });
        return Terminal.On(error, live: true).Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(Bars(context)));
    }

    /// <summary>Shows what came of it.</summary>
    internal void Account(params (string What, string Value)[] rows)
    {
        var output = parsed.InvocationConfiguration.Output;
        var live = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var table = new Table().Border(live ? TableBorder.Rounded : TableBorder.Ascii).HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        foreach (var (what, value) in rows)
            table.AddRow(new Text(what), new Text(value));
        Terminal.On(output, live).Write(table);
    }

    // A line for each new thing, and one for every tenth of it.
    private static Action<DrillProgress> Lines(TextWriter error)
    {
        DrillProgress? last = null;
        return progress =>
        {
            if (progress.What == last?.What && progress.Done * 10 / Math.Max(progress.Of, 1) == last.Done * 10 / Math.Max(last.Of, 1))
                return;
            last = progress;
            error.WriteLine(progress.Of == 0 ? progress.What : string.Create(CultureInfo.InvariantCulture, $"{progress.What}: {progress.Done:N0} of {progress.Of:N0}"));
        };
    }

    private static Action<DrillProgress> Bars(ProgressContext context)
    {
        ProgressTask? bar = null;
        return progress =>
        {
            if (bar?.Description != progress.What)
            {
                bar?.Value(bar.MaxValue).StopTask();
                bar = context.AddTask(progress.What, maxValue: Math.Max(progress.Of, 1));
                bar.IsIndeterminate = progress.Of == 0;
            }

            bar.Value = progress.Done;
        };
    }
}
