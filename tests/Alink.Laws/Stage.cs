using System.Collections.Immutable;
using System.Reflection;
using Alink.Features;

namespace Alink.Laws;

/// <summary>An algorithm found by reflection, with the columns of <see cref="Samples"/> for the options that name columns.</summary>
sealed record Stage(string Name, IStage Value)
{
    static readonly Dictionary<string, ImmutableArray<string>> Columns = new()
    {
        [nameof(AutoCross)] = ["color", "size"],
        [nameof(Binarizer)] = ["score", "features"],
        [nameof(Bucketizer)] = ["size", "weight"],
        [nameof(Clip)] = ["score", "features"],
        [nameof(CountEncoder)] = ["color", "size"],
        [nameof(CrossFeatures)] = ["color", "size"],
        [nameof(CyclicalEncoder)] = ["size", "score"],
        [nameof(DateParts)] = ["when"],
        [nameof(FeatureHasher)] = ["color", "size", "score"],
        [nameof(Imputer)] = ["score"],
        [nameof(Interaction)] = ["size", "features", "label"],
        [nameof(LogTransform)] = ["score", "features"],
        [nameof(MultiHotEncoder)] = ["color"],
        [nameof(OneHotEncoder)] = ["size", "color"],
        [nameof(OptimalBinning)] = ["size"],
        [nameof(QuantileDiscretizer)] = ["size", "weight"],
        [nameof(RareLevels)] = ["color", "size"],
        [nameof(StringIndexer)] = ["color", "size"],
        [nameof(TargetEncoder)] = ["color", "size"],
        [nameof(VectorAssembler)] = ["size", "features", "weight"],
        [nameof(Winsorizer)] = ["score", "features", "size"],
        [nameof(WoeEncoder)] = ["color", "size"],
    };

    /// <summary>Other options without which an algorithm has nothing to do.</summary>
    static readonly Dictionary<string, (string Option, object Value)[]> Options = new()
    {
        [nameof(Clip)] = [("Minimum", 0.25), ("Maximum", 4.0)],
        [nameof(AutoCross)] = [("Length", 1 << 10)],
        [nameof(ElementwiseProduct)] = [("Factors", ImmutableArray.Create(2, -0.5, 0, 10))],
        [nameof(Text.StringSimilarity)] = [("Left", (Column<string>)"color"), ("Right", (Column<string>)"text")],
        [nameof(VectorSizeHint)] = [("Size", 4)],
        [nameof(VectorSlicer)] = [("Indices", ImmutableArray.Create(3, 0)), ("Names", ImmutableArray.Create("depth"))],
    };

    /// <summary>Every algorithm, by its name.</summary>
    public static IReadOnlyDictionary<string, Stage> All { get; } = (
        from type in typeof(StandardScaler).Assembly.GetExportedTypes()
        where !type.IsAbstract && type.IsAssignableTo(typeof(IStage)) && !type.IsAssignableTo(typeof(Model))
        where type.GetConstructor(Type.EmptyTypes) is not null
        select Of(type)).ToDictionary(stage => stage.Name);

    /// <summary>Whether rows can be weighted.</summary>
    public bool HasWeight => Value.GetType().GetProperty("Weight")?.PropertyType == typeof(Column<double>?);

    /// <summary>Whether it reads the column of vectors.</summary>
    public bool ReadsFeatures => Value.GetType().GetProperty("Features")?.PropertyType == typeof(Column<Vector>);

    /// <summary>Whether it learns a step for each row, in their order.</summary>
    public bool IsSequential => Value.GetType().GetInterfaces().Any(
        each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(ISequentialEstimator<,>));

    /// <summary>What it learns from rows; a transformer learns nothing.</summary>
    public ITransformer Fit(IDataset rows, TrainingContext? context = null) => Value is IEstimator estimator
        ? estimator.FitAsync(rows, context ?? new(Runtime.LocalMachine.Default)).AsTask().GetAwaiter().GetResult()
        : (ITransformer)Value;

    /// <summary>The algorithm with another value of one option.</summary>
    public Stage With(string option, object? value) => this with { Value = Copy(Value, option, value) };

    static Stage Of(Type type)
    {
        var stage = new Stage(type.Name, (IStage)Activator.CreateInstance(type)!);
        stage = Columns.TryGetValue(type.Name, out var columns) ? stage.With("Columns", columns) : stage;
        stage = Options.GetValueOrDefault(type.Name, []).Aggregate(stage, (made, set) => made.With(set.Option, set.Value));
        return type == typeof(IndexToString)
            ? stage.With("Input", (Column<double>)"size").With("Labels", (ImmutableArray<string>)["small", "medium", "large"])
            : type == typeof(Tables.Select) ? stage.With("Clause", "*, case when size > 1 then score * 2 else label + size end as made")
            : type == typeof(Tables.Where) ? stage.With("Clause", "size > 0 and (color = 'red' or score > 0.5)")
            : type == typeof(RFormula) ? stage.With("Formula", "label ~ color * weight + size:features - 1")
            : type == typeof(Anomaly.HalfSpaceTrees) ? stage.With("WindowSize", 50)
            : type == typeof(Text.ChineseSegmenter) ? stage.With("Words", (Column<string>)"text")
            : type.GetProperty("Tokens")?.PropertyType == typeof(Column<string>) ? stage.With("Tokens", (Column<string>)"text")
            : type.GetProperty("Feature")?.PropertyType == typeof(Column<double>) ? stage.With("Feature", (Column<double>)"score")
            : type.GetProperty("Errors")?.PropertyType == typeof(Column<double>)
            ? stage.With("Errors", (Column<double>)"score")
            : stage;
    }

    static IStage Copy(IStage stage, string option, object? value)
    {
        var clone = (IStage)stage.GetType().GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)!.Invoke(stage, null)!;
        stage.GetType().GetProperty(option)!.SetValue(clone, value);
        return clone;
    }
}
