using System.Collections.Immutable;
using System.Reflection;
using Alink.Evaluation;
using Alink.Features;
using Alink.Tables;

namespace Alink.Laws;

/// <summary>What holds of the options of every algorithm and evaluator, whatever somebody sets them to.</summary>
public class OptionLaws
{
    static readonly Table Rows = Samples.Rows(40);

    static readonly Dictionary<string, object> All = (
        from assembly in (Assembly[])[typeof(StandardScaler).Assembly, typeof(Chart).Assembly]
        from each in assembly.GetExportedTypes()
        where !each.IsAbstract && !each.IsAssignableTo(typeof(Model)) && each.GetConstructor(Type.EmptyTypes) is not null
        where each.GetMethod("<Clone>$") is not null
        select Stage.All.TryGetValue(each.Name, out var stage) ? stage.Value : EvaluatorLaws.OverSamples(Activator.CreateInstance(each)!))
        .ToDictionary(one => one.GetType().Name);

    public static TheoryData<string, string> Arrays => Options(type =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>));

    /// <summary>Of evaluators, those that say before any row what they read.</summary>
    public static TheoryData<string, string> Columns => Options(
        type => (Nullable.GetUnderlyingType(type) ?? type) is { IsGenericType: true } column && column.GetGenericTypeDefinition() == typeof(Column<>),
        options => options is IStage or IResampler || options.GetType().GetMethod("Snapshot") is not null);

    [Theory, MemberData(nameof(Arrays))]
    public void An_array_that_nobody_filled_is_as_an_empty_one(string name, string option)
    {
        var type = All[name].GetType().GetProperty(option)!.PropertyType;
        var empty = type.GetField("Empty")!.GetValue(null)!;
        var given = With(name, option, Activator.CreateInstance(type)!);

        Assert.Equal(empty, given.GetType().GetProperty(option)!.GetValue(given));
    }

    [Theory, MemberData(nameof(Arrays))]
    public void An_array_that_holds_null_is_refused_by_name(string name, string option)
    {
        var item = All[name].GetType().GetProperty(option)!.PropertyType.GetGenericArguments()[0];
        if (!item.IsValueType)
        {
            var array = typeof(ImmutableArray).GetMethods().Single(
                method => method.Name == nameof(ImmutableArray.Create) && method.GetParameters() is [{ ParameterType.IsGenericMethodParameter: true }])
                .MakeGenericMethod(item).Invoke(null, [null])!;

            Assert.Contains(option, Assert.Throws<ArgumentException>(() => With(name, option, array)).Message);
        }
    }

    [Theory, MemberData(nameof(Columns))]
    public void A_column_without_a_name_is_refused_in_words(string name, string option)
    {
        var type = All[name].GetType().GetProperty(option)!.PropertyType;
        var nameless = With(name, option, Activator.CreateInstance(Nullable.GetUnderlyingType(type) ?? type)!);

        Assert.Contains("holds null", Assert.Throws<SchemaException>(() => Run(nameless)).Message);
    }

    static object With(string name, string option, object value)
    {
        var type = All[name].GetType();
        var clone = type.GetMethod("<Clone>$")!.Invoke(All[name], null)!;
        type.GetProperty(option)!.GetSetMethod()!.Invoke(clone, BindingFlags.DoNotWrapExceptions, null, [value], null);
        return clone;
    }

    /// <summary>Lets a stage, a resampler or an evaluator meet the rows.</summary>
    static void Run(object options)
    {
        if (options is IStage stage)
        {
            stage.Transform(Rows.Schema);
            new Stage("", stage).Fit(Rows).Transform(Rows);
        }
        else if (options is IResampler resampler)
        {
            resampler.Resample(Rows);
        }
        else
        {
            options.GetType().GetMethod("Start")!.Invoke(options, BindingFlags.DoNotWrapExceptions, null, [Rows.Schema], null);
        }
    }

    static TheoryData<string, string> Options(Func<Type, bool> isOne, Func<object, bool>? isMeant = null)
    {
        var data = new TheoryData<string, string>();
        foreach (var (name, options) in All.Where(one => isMeant is null || isMeant(one.Value)))
        {
            foreach (var option in options.GetType().GetProperties().Where(option => option.CanWrite && isOne(option.PropertyType)))
            {
                data.Add(name, option.Name);
            }
        }

        return data;
    }
}
