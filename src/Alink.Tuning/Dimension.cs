using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;

namespace Alink.Tuning;

/// <summary>An option that a search varies.</summary>
/// <param name="Name">The stage and the option.</param>
/// <param name="Values">What tells its values from others.</param>
/// <param name="Count">How many values there are, where each stands for itself; 0 for a range.</param>
sealed record Dimension(string Name, string Values, int Count)
{
    /// <summary>The kind of the stage that has the option.</summary>
    public required Type Stage { get; init; }

    /// <summary>Which of the stages of that kind, from 0.</summary>
    public required int Place { get; init; }

    /// <summary>The option, at the end of the options that lead to it.</summary>
    public required ImmutableArray<PropertyInfo> Path { get; init; }

    /// <summary>The value at a place from 0 to 1.</summary>
    public required Func<double, object?> At { get; init; }

    /// <summary>An option of a stage of a learner.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="option">The option.</param>
    /// <param name="values">Its values.</param>
    /// <param name="place">Which of the stages of the kind, from 0; null where there must be one alone.</param>
    /// <exception cref="ArgumentException">There is not one such stage, or it is no option that can be set.</exception>
    public static Dimension Of<TStage, T>(IEstimator learner, Expression<Func<TStage, T>> option, Values<T> values, int? place = null)
    {
        var path = PathOf(option.Body);
        var found = 0;
        Replace(learner, typeof(TStage), stage =>
        {
            found++;
            return stage;
        });
        if (place is { } given ? given < 0 || given >= found : found != 1)
        {
            throw new ArgumentException(
                $"The learner has {(found == 0 ? "no stage" : found == 1 ? "1 stage" : $"{found} stages")} of the kind {typeof(TStage).Name}"
                + (place is null ? found == 0 ? "." : "; say which by a number from 0." : $"; there is none at {place}, counted from 0."),
                nameof(option));
        }

        var stage = place is null || found == 1 ? typeof(TStage).Name : $"{typeof(TStage).Name}[{place}]";
        return new($"{stage}.{string.Join('.', path.Select(property => property.Name))}", values.Text, values.Count)
        {
            Stage = typeof(TStage),
            Place = place ?? 0,
            Path = path,
            At = at => values.At(at),
        };
    }

    /// <summary>The learner with the value at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The option does not take the value.</exception>
    public IEstimator Apply(IEstimator learner, double place)
    {
        var number = 0;
        return (IEstimator)Replace(learner, Stage, stage => number++ == Place ? With(stage, Path.AsSpan(), At(place)) : stage);
    }

    static IStage Replace(IStage stage, Type kind, Func<IStage, object> change) =>
        stage.GetType() == kind ? (IStage)change(stage)
        : stage is Pipeline pipeline ? new Pipeline([.. pipeline.Stages.Select(inner => Replace(inner, kind, change))])
        : stage;

    /// <summary>What <c>with</c> makes of a record: a copy of it, and the value given to the option, which checks it.</summary>
    static object With(object record, ReadOnlySpan<PropertyInfo> path, object? value)
    {
        var copy = CloneOf(record.GetType())!.Invoke(record, null)!;
        var inner = value;
        if (path.Length > 1)
        {
            var holder = path[0].GetValue(record);
            inner = path[1].DeclaringType!.IsInstanceOfType(holder) ? With(holder, path[1..], value) : throw new ArgumentException(
                $"{path[0].Name} is {holder?.GetType().Name ?? "not given"}, which has no option {path[1].Name} of {path[1].DeclaringType!.Name}.");
        }

        path[0].SetValue(copy, inner, BindingFlags.DoNotWrapExceptions, null, null, null);
        return copy;
    }

    static ImmutableArray<PropertyInfo> PathOf(Expression body)
    {
        var path = ImmutableArray.CreateBuilder<PropertyInfo>();
        for (var part = Unwrapped(body); part is not ParameterExpression; part = Unwrapped(((MemberExpression)part).Expression!))
        {
            if (part is not MemberExpression { Member: PropertyInfo property, Expression: not null })
            {
                throw new ArgumentException($"'{body}' is no option.", nameof(body));
            }

            if (property.SetMethod is not { IsPublic: true } || CloneOf(((MemberExpression)part).Expression!.Type) is null)
            {
                throw new ArgumentException($"'{property.DeclaringType!.Name}.{property.Name}' cannot be set.", nameof(body));
            }

            path.Insert(0, property);
        }

        return path.Count > 0 ? path.ToImmutable() : throw new ArgumentException("The stage itself is no option.", nameof(body));
    }

    static Expression Unwrapped(Expression part) =>
        part is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } cast && cast.Operand.Type.IsAssignableFrom(cast.Type)
            ? cast.Operand : part;

    static MethodInfo? CloneOf(Type record) => record.GetMethod("<Clone>$");
}
