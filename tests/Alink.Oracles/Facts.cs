using System.Globalization;
using System.Text.Json;

namespace Alink.Oracles;

/// <summary>The members of a JSON object, which remembers those that nobody has read.</summary>
public sealed class Facts(string of, JsonElement facts)
{
    readonly HashSet<string> _read = [];

    /// <summary>The members that nobody has read.</summary>
    public IEnumerable<string> Unread => facts.EnumerateObject().Select(fact => fact.Name).Except(_read);

    /// <summary>The names of the members.</summary>
    public IEnumerable<string> Names => facts.EnumerateObject().Select(fact => fact.Name);

    /// <summary>A member that must be there.</summary>
    public JsonElement this[string name] =>
        Find(name) ?? throw new KeyNotFoundException($"The {of} hold no '{name}'.");

    /// <summary>A member, or null.</summary>
    public JsonElement? Find(string name)
    {
        _read.Add(name);
        return facts.TryGetProperty(name, out var fact) ? fact : null;
    }

    public double Number(string name, double otherwise) => Find(name) is { } fact ? NumberOf(fact) : otherwise;

    public bool Flag(string name, bool otherwise) => Find(name)?.GetBoolean() ?? otherwise;

    public string? Text(string name) => Find(name)?.GetString();

    /// <summary>Fails where a member in words says anything but what it is taken for.</summary>
    public void Says(string name, string words) => Assert.Equal(words, Text(name));

    /// <summary>A column that a parameter names.</summary>
    public Column<double>? Column(string name) => Text(name) is { } column ? new(column) : null;

    /// <summary>A number, also one that is not finite and stands as text.</summary>
    public static double NumberOf(JsonElement number) =>
        number.ValueKind == JsonValueKind.String ? NumberOf(number.GetString()!) : number.GetDouble();

    /// <summary>A number that stands as text.</summary>
    public static double NumberOf(string number) =>
        number == "+Infinity" ? double.PositiveInfinity : double.Parse(number, CultureInfo.InvariantCulture);

    /// <summary>The numbers of a list, or of an object's members in their order.</summary>
    public static double[] NumbersOf(JsonElement numbers) => numbers.ValueKind == JsonValueKind.Object
        ? [.. numbers.EnumerateObject().Select(member => NumberOf(member.Value))]
        : [.. numbers.EnumerateArray().Select(NumberOf)];
}
