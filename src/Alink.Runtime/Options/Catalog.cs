using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;

namespace Alink.Runtime;

/// <summary>The estimators and transformers that a file may name: reading a file makes nothing else.</summary>
/// <remarks><see cref="Pipeline"/> and <see cref="PipelineModel"/> are always among them.</remarks>
public sealed class Catalog
{
    readonly FrozenDictionary<string, Type> _types;

    /// <summary>A catalogue of the given types.</summary>
    /// <exception cref="ArgumentException">A type is no stage that files can hold, or two have one name.</exception>
    public Catalog(params IEnumerable<Type> stages)
    {
        var types = new Dictionary<string, Type>(StringComparer.Ordinal);
        foreach (var type in stages.Append(typeof(Pipeline)).Append(typeof(PipelineModel)).Distinct())
        {
            if (!IsStage(type))
            {
                throw new ArgumentException($"{type.Name} is no estimator or transformer that a file can hold.", nameof(stages));
            }

            if (!types.TryAdd(KindOf(type), type))
            {
                throw new ArgumentException($"{type} and {types[KindOf(type)]} have one name.", nameof(stages));
            }
        }

        _types = types.ToFrozenDictionary(StringComparer.Ordinal);
        Kinds = [.. _types.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The names of the kinds, in order.</summary>
    public ImmutableArray<string> Kinds { get; }

    /// <summary>The type of each kind, in the order of <see cref="Kinds"/>.</summary>
    public IEnumerable<Type> Types => Kinds.Select(kind => _types[kind]);

    /// <summary>Every public estimator and transformer of some assemblies whose
    /// settings and data files can hold.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public static Catalog Of(params IEnumerable<Assembly> assemblies) =>
        new(assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(IsStage));

    /// <summary>The name of a kind: the type's own.</summary>
    public static string KindOf(Type type) => type.Name;

    /// <summary>The type of a kind; null where there is none.</summary>
    public Type? Find(string kind) => _types.GetValueOrDefault(kind);

    /// <summary>What to say of a kind that is not there, with the nearest.</summary>
    internal string Unknown(string kind) => $"There is no '{kind}'.{Nearest.Hint(kind, Kinds)}";

    static bool IsStage(Type type) => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && type.IsAssignableTo(typeof(IStage)) && RecordShape.IsData(type);
}
