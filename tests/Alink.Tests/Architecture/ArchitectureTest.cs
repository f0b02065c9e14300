using System.Xml.Linq;

namespace Alink.Tests.Architecture;

/// <summary>The rooms of the project and the arrows between them.</summary>
public class ArchitectureTest
{
    static readonly string[] Everything = ["*"];

    /// <summary>Which rooms each room may reach; a room that is not here has no place yet.</summary>
    static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Alink.Core"] = [],
        ["Alink.Numerics"] = [],
        ["Alink.Algorithms"] = ["Alink.Core", "Alink.Numerics"],
        ["Alink.DuckDb"] = ["Alink.Core"],
        ["Alink.Evaluation"] = ["Alink.Core", "Alink.Numerics"],
        ["Alink.Runtime"] = ["Alink.Core"],
        ["Alink.Tuning"] = ["Alink.Core", "Alink.Numerics", "Alink.Runtime"],
        ["Alink.Interactive"] =
            ["Alink.Core", "Alink.Numerics", "Alink.Algorithms", "Alink.Evaluation", "Alink.Runtime", "Alink.IO", "Alink.Tuning"],
        ["Alink.IO"] = ["Alink.Core"],
        ["Alink.IO.Arrow"] = ["Alink.Core", "Alink.IO"],
        ["Alink.IO.DataFrame"] = ["Alink.Core"],
        ["Alink.IO.Kafka"] = ["Alink.Core", "Alink.IO"],
        ["Alink.IO.PostgreSql"] = ["Alink.Core", "Alink.IO"],
        ["Alink.IO.Redis"] = ["Alink.Core", "Alink.IO"],
        ["Alink.MicrosoftML"] = ["Alink.Core"],
        ["Alink.Onnx"] = ["Alink.Core", "Alink.Algorithms"],
        ["Alink.OnnxRuntime"] = ["Alink.Core"],
        ["Alink.Operators"] =
            ["Alink.Core", "Alink.Numerics", "Alink.Algorithms", "Alink.Evaluation", "Alink.Runtime", "Alink.IO"],
        ["Alink.Operators.DuckDb"] = ["Alink.Core", "Alink.DuckDb", "Alink.Operators"],
        ["Alink.Operators.Generator"] = [],
        ["Alink.Operators.Kafka"] = ["Alink.Core", "Alink.Runtime", "Alink.IO", "Alink.IO.Kafka", "Alink.Operators"],
        ["Alink.Serving"] = ["Alink.Core", "Alink.Runtime", "Alink.IO"],
        ["Alink.Cli"] = Everything,

        // Brings the others, and holds nothing itself.
        ["Alink"] = ["Alink.Algorithms", "Alink.Evaluation", "Alink.IO", "Alink.Onnx", "Alink.Runtime", "Alink.Tuning"],
    };

    /// <summary>Rooms that see tables and numbers only, and what they may reach outside of them all the same.</summary>
    static readonly Dictionary<string, string[]> Pure = new()
    {
        // The default of an option that a caller sets.
        ["Alink.Core"] = ["System.TimeProvider.get_System"],
        ["Alink.Numerics"] = [],
        ["Alink.Algorithms"] = [],
        ["Alink.Evaluation"] = [],
    };

    static readonly Project[] Projects =
    [
        .. from path in Repository.Files("src")
           where path.EndsWith(".csproj", StringComparison.Ordinal)
           select new Project(path),
    ];

    public static TheoryData<string> Rooms => [.. Projects.Select(project => project.Name)];

    public static TheoryData<string> PureRooms => [.. Pure.Keys];

    [Fact]
    public void The_first_rooms_are_found() =>
        Assert.Subset(
            Projects.Select(project => project.Name).ToHashSet(),
            new HashSet<string> { "Alink.Core", "Alink.Algorithms" });

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_to_no_room_without_an_arrow_to_it(string room)
    {
        Assert.True(Arrows.TryGetValue(room, out var allowed), $"{room} has no arrows in this test.");
        var project = Projects.Single(each => each.Name == room);
        Assert.Empty(allowed.Contains("*") ? [] : project.References.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_is_compiled_against_no_room_without_an_arrow_to_it(string room)
    {
        // Rooms that the tests do not refer to stand in no file beside them.
        var allowed = Arrows.GetValueOrDefault(room, []);
        if (Assembly.Find(room) is { } assembly && !allowed.Contains("*"))
        {
            var rooms = assembly.References.Where(name => name.StartsWith("Alink.", StringComparison.Ordinal));
            Assert.Empty(rooms.Except(allowed));
        }
    }

    [Fact]
    public void An_outside_package_stands_in_one_room() => Assert.Empty(
        from project in Projects
        from package in project.Packages
        group project.Name by package into rooms
        where rooms.Distinct().Count() > 1
        select $"{rooms.Key} stands in {string.Join(" and ", rooms)}");

    [Fact]
    public void Only_the_server_and_the_command_see_the_web() => Assert.Subset(
        new HashSet<string> { "Alink.Serving", "Alink.Cli" },
        Projects.Where(project => project.Frameworks.Any()).Select(project => project.Name).ToHashSet());

    [Fact]
    public void Core_needs_no_package() =>
        Assert.Empty(Projects.Single(project => project.Name == "Alink.Core").Packages);

    [Theory]
    [MemberData(nameof(PureRooms))]
    public void A_room_of_tables_and_numbers_uses_no_file_thread_console_clock_or_unseeded_chance(string room) =>
        Assert.Empty(Assembly.Find(room)!.Members.Where(Outside.Has).Select(member => member.Name).Except(Pure[room]));

    [Fact]
    public void What_is_outside_is_found_where_it_is_used()
    {
        var found = Assembly.Find("Alink.Tests")!.Members.Where(Outside.Has).Select(member => member.Name).ToArray();

        Assert.Contains("System.IO.File.Exists", found);
        Assert.Contains("System.IO.DirectoryInfo..ctor", found);
    }

    sealed class Project(string path)
    {
        readonly XDocument _file = XDocument.Load(System.IO.Path.Combine(Repository.Root, path));

        public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

        /// <summary>The rooms that it is compiled against; a generator only writes for it.</summary>
        public IEnumerable<string> References =>
            from item in _file.Descendants("ProjectReference")
            where (string?)item.Attribute("OutputItemType") != "Analyzer"
            select System.IO.Path.GetFileNameWithoutExtension(Included(item).Replace('\\', '/'));

        public IEnumerable<string> Packages => _file.Descendants("PackageReference").Select(Included);

        public IEnumerable<string> Frameworks => _file.Descendants("FrameworkReference").Select(Included);

        static string Included(XElement item) => (string)item.Attribute("Include")!;
    }
}
