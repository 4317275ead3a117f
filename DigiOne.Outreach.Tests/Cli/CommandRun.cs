using System.Text.Json;
using DigiOne.Outreach.Cli;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Configuration;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Cli;

/// <summary>A folder with a configuration, the templates and a migrated database of its own, and the command line run in it.</summary>
internal sealed class CommandRun : IDisposable
{
    private readonly ConfigurationCase _case;
    private readonly TempFolder _data = new();
    private bool _hasDatabase;

    /// <param name="isNew">Whether it has no database yet, as on the very first start.</param>
    internal CommandRun(bool isNew = false)
    {
        _hasDatabase = isNew;
        _case = ConfigurationCase.With($$""" "Storage": { "DataFolder": {{JsonSerializer.Serialize(_data.FullPath)}} } """);
        foreach (var file in Directory.GetFiles(SourceTree.At("templates"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_case.Folder, "templates", Path.GetRelativePath(SourceTree.At("templates"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Writes a file beside the configuration.</summary>
    internal string Write(string name, string content) => _case.Write(name, content);

    /// <summary>The path of a file beside the configuration.</summary>
    internal string this[string name] => Path.Combine(_case.Folder, name);

    /// <summary>Its database, once a verb has run.</summary>
    internal OutreachDb OpenDatabase() =>
        new OutreachDbFactory(Options.Create(new StorageOptions { DataFolder = _data.FullPath }), [], NullLoggerFactory.Instance).CreateDbContext();

    /// <summary>Runs a verb.</summary>
    internal async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        await HaveDatabaseAsync();
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exitCode = await OutreachCommand.RunAsync([.. args, "--config", _case.Folder], output, error, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }

    private async Task HaveDatabaseAsync()
    {
        if (_hasDatabase)
            return;
        await TestDatabase.CopySqliteAsync(new StorageOptions { DataFolder = _data.FullPath });
        _hasDatabase = true;
    }

    /// <summary>Runs a verb that must succeed and print exactly one JSON document, and nothing on standard error.</summary>
    internal async Task<JsonElement> JsonAsync(params string[] args)
    {
        var run = await RunAsync([.. args, "--json"]);
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    /// <summary>Runs a verb that must refuse, with nothing on standard output.</summary>
    internal async Task<string> RefusedAsync(params string[] args)
    {
        var run = await RunAsync(args);
        run.Output.ShouldBeEmpty();
        run.ExitCode.ShouldBe(2, run.Error);
        return run.Error;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _case.Dispose();
        _data.Dispose();
    }
}
