using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Architecture;

public sealed partial class HouseTests
{
    private const string Root = "DigiOne.Outreach.";

    private static readonly Lazy<ILookup<string, IType>> Uses = new(ReadUses);

    public static TheoryData<string> Folders => [.. House.MayKnow.Keys.Where(folder => Uses.Value.Contains(folder))];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_knows_only_whom_it_may(string folder) =>
        Uses.Value[folder]
            .Select(type => (type.FullName, Folder: FolderOf(type)))
            .Where(used => used.Folder is not null && used.Folder != folder && !House.MayKnow[folder].Contains(used.Folder))
            .Select(used => $"{folder} -> {used.FullName}")
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_private_room_is_entered_only_by_its_own(string folder) =>
        Uses.Value[folder]
            .Where(used => House.Private.Any(room => used.FullName.StartsWith($"{Root}{room.Key}.", StringComparison.Ordinal) && !room.Value.Contains(folder)))
            .Select(used => $"{folder} -> {used.FullName}")
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_package_stays_where_it_belongs(string folder) =>
        Uses.Value[folder]
            .Where(type => House.Confined.Any(package => IsOf(type, package.Key) && !package.Value.Contains(folder)))
            .Select(type => $"{folder} -> {type.FullName} of {type.Assembly.Name}")
            .ShouldBeEmpty();

    [Fact]
    public void Confined_packages_are_seen_where_they_are_used()
    {
        Uses.Value["Storage"].ShouldContain(type => IsOf(type, "Npgsql"));
        Uses.Value["Storage"].ShouldContain(type => IsOf(type, "Microsoft.Data.Sqlite"));
        Uses.Value["Mail"].ShouldContain(type => IsOf(type, "MimeKit"));
        Uses.Value["Cli"].ShouldContain(type => IsOf(type, "System.CommandLine"));
    }

    [Fact]
    public void Every_folder_of_the_house_has_its_rules() =>
        Directory.GetDirectories(SourceTree.At("DigiOne.Outreach"))
            .Select(Path.GetFileName)
            .Except(["wwwroot", "Properties", "bin", "obj"])
            .Except(House.MayKnow.Keys)
            .ShouldBeEmpty();

    [Fact]
    public void Namespaces_follow_folders() =>
        Sources()
            .Select(file => (file, Namespace: NamespaceLine().Match(File.ReadAllText(file)).Groups[1].Value))
            .Where(source => source.Namespace != Root + FolderOf(source.file) && !source.Namespace.StartsWith(Root + FolderOf(source.file) + ".", StringComparison.Ordinal))
            .Select(source => $"{source.file}: {source.Namespace}")
            .ShouldBeEmpty();

    [Fact]
    public void Program_stays_under_40_lines() =>
        File.ReadAllLines(SourceTree.At("DigiOne.Outreach", "Program.cs")).Length.ShouldBeLessThanOrEqualTo(40);

    [Fact]
    public void No_file_grows_past_250_lines() =>
        Sources()
            .Where(file => !file.Contains("Migrations", StringComparison.Ordinal) && File.ReadLines(file).Count() > 250)
            .ShouldBeEmpty();

    private static ILookup<string, IType> ReadUses() =>
        new ArchLoader().LoadAssemblies(typeof(OutreachDb).Assembly).Build().Types
            .Where(type => FolderOf(type) is not null)
            .SelectMany(type => type.Dependencies.Select(dependency => (Folder: FolderOf(type)!, dependency.Target)))
            .Distinct()
            .ToLookup(use => use.Folder, use => use.Target);

    // Extension methods of a package sit in Microsoft's namespaces: the assembly tells whose they are. What the compiler
    // makes has none.
    private static bool IsOf(IType type, string package) =>
        type.Assembly?.Name.StartsWith(package, StringComparison.Ordinal) == true || type.FullName.StartsWith(package + ".", StringComparison.Ordinal);

    private static string? FolderOf(IType type) =>
        type.FullName.StartsWith(Root, StringComparison.Ordinal) ? type.FullName[Root.Length..].Split('.')[0] : null;

    private static IEnumerable<string> Sources() =>
        Directory.GetDirectories(SourceTree.At("DigiOne.Outreach"))
            .Where(folder => House.MayKnow.ContainsKey(Path.GetFileName(folder)))
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories));

    private static string FolderOf(string file) =>
        Path.GetRelativePath(SourceTree.At("DigiOne.Outreach"), file).Split(Path.DirectorySeparatorChar)[0];

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
