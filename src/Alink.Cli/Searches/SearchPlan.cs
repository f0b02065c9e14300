using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Alink.Runtime;
using Alink.Tuning;

namespace Alink.Cli.Searches;

/// <summary>Makes the search that a file says.</summary>
sealed class SearchPlan
{
    readonly string _path;
    readonly ReadOnlyMemory<byte> _utf8;
    readonly List<SearchRange> _ranges;
    readonly SearchFile _file;

    SearchPlan(string path)
    {
        (_path, _utf8) = (path, OptionsJson.ReadBytes(path));
        _ranges = SearchRange.All(_utf8.Span, path);
        _file = Read(null, 0);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFormatException">It is no JSON; or a kind, an option, a range or a value is wrong: the line is told.</exception>
    public static Search<Pipeline> Read(string path)
    {
        var plan = new SearchPlan(path);
        var file = plan._file;
        if (file.Stages.IsEmpty)
        {
            throw plan.Error("There must be at least one stage.", "stages");
        }

        var search = Search.Of(new Pipeline(file.Stages)) with
        {
            Folds = plan.Folds(),
            Strategy = file.Strategy,
            Seed = file.Seed,
            Round = file.Round,
            Patience = file.Patience,
        };
        return plan._ranges.Aggregate(plan.Judged(search), (all, range) => plan.Over(all, range));
    }

    /// <summary>The file with the value of one range at a place from 0 to 1, and the first value of each of the others.</summary>
    SearchFile Read(SearchRange? varied, double place) => OptionsJson.ReadUtf8<SearchFile>(
        SearchRange.Fill(_utf8.Span, _ranges, range => range.Choices.At(range == varied ? place : 0)), Commands.Catalog, _path);

    IFolds Folds() => new IFolds?[] { _file.Folds.Chance, _file.Folds.Time, _file.Folds.Split }.OfType<IFolds>().ToArray() switch
    {
        [] => new KFold(),
        [var folds] => folds,
        var several => throw Error($"Rows are held out in one way; there are {several.Length}.", "folds"),
    };

    Search<Pipeline> Judged(Search<Pipeline> search)
    {
        var evaluators = typeof(MetricEntry).GetProperties()
            .Select(property => property.GetValue(_file.By)).Where(value => value is not (null or string or Goal)).ToArray();
        if (evaluators.Length != 1)
        {
            throw Error($"There must be one evaluator; there are {evaluators.Length}.", "by");
        }

        var metrics = evaluators[0]!.GetType().GetInterfaces()
            .First(role => role.IsGenericType && role.GetGenericTypeDefinition() == typeof(IEvaluator<>)).GetGenericArguments()[0];
        return (Search<Pipeline>)Generic(nameof(By), metrics).Invoke(this, BindingFlags.DoNotWrapExceptions, null, [search, evaluators[0]], null)!;
    }

    Search<Pipeline> By<TMetrics>(Search<Pipeline> search, IEvaluator<TMetrics> evaluator)
    {
        var (name, goal) = (_file.By.Metric, _file.By.Goal);
        var numbers = Numbers(typeof(TMetrics), "").ToArray();
        var metric = Array.Find(numbers, number => number.Name == name).Of ?? throw Error(
            $"There is no metric '{name}'.{Nearest.Hint(name, numbers.Select(number => number.Name))}"
            + $" The metrics are: {string.Join(", ", numbers.Select(number => number.Name))}.", "by.metric");
        return search.By(evaluator, said => metric(said!), goal, name);
    }

    /// <summary>The numbers of metrics, and those of the metrics among their properties.</summary>
    static IEnumerable<(string Name, Func<object, double> Of)> Numbers(Type metrics, string before)
    {
        foreach (var property in metrics.GetProperties())
        {
            var name = before + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (property.PropertyType == typeof(double))
            {
                yield return (name, said => (double)property.GetValue(said)!);
            }
            else if (before.Length == 0 && property.PropertyType.Namespace == metrics.Namespace)
            {
                foreach (var inner in Numbers(property.PropertyType, $"{name}."))
                {
                    yield return (inner.Name, said => inner.Of(property.GetValue(said)!));
                }
            }
        }
    }

    /// <summary>The search over a range as well.</summary>
    Search<Pipeline> Over(Search<Pipeline> search, SearchRange range)
    {
        var (stage, place, option) = Find(range);
        var values = Math.Max(2, range.Choices.Count);
        for (var i = 0; i < values; i++)
        {
            Read(range, range.Choices.Count > 0 ? (i + 0.5) / values : i); // Each value, or both ends, must be one that the option takes.
        }

        return (Search<Pipeline>)Generic(nameof(Over), stage, option[^1].Property.PropertyType)
            .Invoke(this, BindingFlags.DoNotWrapExceptions, null, [search, range, place, option], null)!;
    }

    Search<Pipeline> Over<TStage, T>(Search<Pipeline> search, SearchRange range, int place, (Type Holder, PropertyInfo Property)[] option)
        where TStage : IStage
    {
        var stage = Expression.Parameter(typeof(TStage));
        var body = option.Aggregate((Expression)stage, (holder, step) => Expression.Property(
            holder.Type == step.Holder ? holder : Expression.Convert(holder, step.Holder), step.Property));
        // A tuple, whose parts do not tell this search from another: it may go on where its file lies elsewhere.
        var own = (Plan: this, Range: range);
        return search.Over(place, Expression.Lambda<Func<TStage, T>>(body, stage), new Values<T>(
            range.Choices.Text, range.Choices.Count, at => (T)own.Plan.ValueOf(own.Plan.Read(own.Range, at).Stages, own.Range.Path)!));
    }

    /// <summary>The stage that has the option of a range, which one of its kind it is, and the way to the option from there.</summary>
    (Type Stage, int Place, (Type Holder, PropertyInfo Property)[] Option) Find(SearchRange range)
    {
        IStage? stage = null;
        List<(Type, PropertyInfo)> option = [];
        Walk(_file.Stages, range.Path, (holder, property) =>
        {
            if (holder is Pipeline or null)
            {
                stage = null;
                option.Clear();
            }
            else
            {
                stage ??= (IStage)holder;
                option.Add((holder.GetType(), property!));
            }
        });
        var kind = stage?.GetType();
        if (kind is null || option.Count == 0)
        {
            throw Misplaced(range.Path);
        }

        var place = Leaves(_file.Stages).TakeWhile(leaf => !ReferenceEquals(leaf, stage)).Count(leaf => leaf.GetType() == kind);
        return (kind, place, option.ToArray());
    }

    object? ValueOf(IReadOnlyList<IStage> stages, string path) => Walk(stages, path, (_, _) => { });

    /// <summary>Goes from the stages to an option.</summary>
    object? Walk(IReadOnlyList<IStage> stages, string path, Action<object?, PropertyInfo?> pass)
    {
        object? value = null;
        foreach (var step in path.Split('.'))
        {
            var list = step.IndexOf('[', StringComparison.Ordinal);
            var name = list < 0 ? step : step[..list];
            if (value is null ? name != "stages" || list < 0 : list >= 0 != (value is Pipeline))
            {
                throw Misplaced(path);
            }

            if (list >= 0)
            {
                pass(value, null);
                value = (value is Pipeline pipeline ? [.. pipeline.Stages] : stages)[int.Parse(step.AsSpan()[(list + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture)];
            }
            else
            {
                var property = value!.GetType().GetProperties().First(one => JsonNamingPolicy.CamelCase.ConvertName(one.Name) == name);
                pass(value, property);
                value = property.GetValue(value);
            }
        }

        return value;
    }

    static IEnumerable<IStage> Leaves(IEnumerable<IStage> stages) =>
        stages.SelectMany(stage => stage is Pipeline pipeline ? Leaves(pipeline.Stages) : [stage]);

    DataFormatException Misplaced(string place) => Error("A range stands for an option of a stage, and for the whole of it.", place);

    DataFormatException Error(string message, string place) => new(message, _path, OptionsJson.LineOf(_utf8, place), place);

    static MethodInfo Generic(string name, params Type[] types) => typeof(SearchPlan)
        .GetMethods(BindingFlags.Instance | BindingFlags.NonPublic)
        .First(method => method.Name == name && method.IsGenericMethodDefinition).MakeGenericMethod(types);
}
