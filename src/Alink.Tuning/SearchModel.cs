using System.Collections.Immutable;
using System.Globalization;

namespace Alink.Tuning;

/// <summary>What a search has found; it predicts as the best model does, and a model file keeps all of it.</summary>
/// <param name="Learner">The learner with the best options.</param>
/// <param name="Model">What it has learnt from all rows.</param>
/// <param name="Score">The mean over the folds of the best options.</param>
/// <param name="Options">The options that were varied.</param>
/// <param name="Tried">The candidates, in the order they were tried.</param>
[TypeFormatterSource]
public sealed record SearchModel(
    IEstimator Learner, ITransformer Model, double Score, ImmutableArray<SearchedOption> Options, ImmutableArray<Trial> Tried) : ITransformer
{
    /// <summary>
    /// A row for each candidate in the order they were tried: each option, <c>share</c> of the training rows, <c>mean</c> and
    /// <c>deviation</c> over the folds, the score of each fold as <c>fold_0</c> and so on, <c>seconds</c>, and <c>error</c>;
    /// what failed has no numbers.
    /// </summary>
    public Table Trials
    {
        get
        {
            var table = Options.Aggregate(Table.Of("trial", [.. Enumerable.Range(0, Tried.Length)]), (table, option) => option.In(table))
                .With("share", [.. Tried.Select(trial => trial.Share)])
                .With("mean", [.. Tried.Select(trial => Known(trial.Mean))])
                .With("deviation", [.. Tried.Select(trial => Known(trial.Deviation))]);
            for (var fold = 0; fold < Tried.Max(trial => trial.Scores.Length); fold++)
            {
                table = table.With($"fold_{fold}", [.. Tried.Select(trial => trial.Scores.IsEmpty ? null : Known(trial.Scores[fold]))]);
            }

            return table
                .With("seconds", [.. Tried.Select(trial => trial.Seconds)])
                .With("error", [.. Tried.Select(trial => trial.Error.Length == 0 ? (string?)null : trial.Error)]);
        }
    }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Model.Transform(input);

    /// <inheritdoc/>
    public Table Transform(Table input) => Model.Transform(input);

    /// <inheritdoc/>
    public Func<bool> Bind(RowCells row) => Model.Bind(row);

    static double? Known(double number) => double.IsNaN(number) ? null : number;
}

/// <summary>An option that a search varied.</summary>
/// <param name="Name">The stage and the option.</param>
/// <param name="Type">What its values are: Double, Int32, or String for all others.</param>
/// <param name="Values">The value in each trial as invariant text; shape: trials.</param>
public sealed record SearchedOption(string Name, DataType Type, ImmutableArray<string> Values)
{
    internal static SearchedOption Of(string name, object?[] values) => new(
        name,
        Array.TrueForAll(values, value => value is double) ? DataType.Double
            : Array.TrueForAll(values, value => value is int) ? DataType.Int32 : DataType.String,
        [.. values.Select(Text)]);

    internal static string Text(object? value) => value is System.Collections.IEnumerable items and not string
        ? string.Join(", ", items.Cast<object?>().Select(Text))
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    internal Table In(Table table) => Type switch
    {
        DataType.Double => table.With(Name, [.. Values.Select(value => double.Parse(value, CultureInfo.InvariantCulture))]),
        DataType.Int32 => table.With(Name, [.. Values.Select(value => int.Parse(value, CultureInfo.InvariantCulture))]),
        _ => table.With(Name, [.. Values]),
    };
}
