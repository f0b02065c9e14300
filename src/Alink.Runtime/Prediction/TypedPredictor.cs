using System.Collections.Immutable;
using Alink.Runtime;

namespace Alink;

/// <summary>Predicts row after row, from records of one type to records of another. Threads may share it.</summary>
/// <remarks>
/// A property of <typeparamref name="TIn"/> is the column of its name, whatever the capitals, or the one that
/// <see cref="ColumnAttribute"/> names; of <typeparamref name="TOut"/> likewise, and there the columns of the row that came in
/// can be asked for as well. Which types properties may have, <see cref="RecordMap{T}"/> tells. A property that the model does
/// not read is never asked for its value.
/// </remarks>
/// <example>
/// <code>
/// using Alink.Regression;
///
/// House[] houses = [new([1.0], 3.0), new([2.0], 5.0), new([4.0], 9.0)];
/// var predictor = new LinearRegression { Label = "price" }.Fit(Table.From(houses)).Predictor&lt;House, Offer&gt;();
/// predictor.Predict(new House([3.0], 0)) // => Offer { Prediction = 7 }
///
/// record House(double[] Features, double Price);
///
/// record Offer(double Prediction);
/// </code>
/// </example>
/// <typeparam name="TIn">A class, struct or record of what comes in.</typeparam>
/// <typeparam name="TOut">A class, struct or record of what goes out.</typeparam>
public sealed class Predictor<TIn, TOut>
{
    readonly ThreadLocal<Bound> _bound;
    readonly RecordLoad<TIn> _load;
    readonly RecordFill<TOut> _fill;

    /// <summary>A predictor of such records.</summary>
    /// <param name="model">The model, or a pipeline of models.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type, of the row that
    /// comes in or that goes out.</exception>
    public Predictor(ITransformer model)
    {
        var mentioned = ModelColumns.Of(model);
        var known = RecordMap<TIn>.Instance.Properties
            .Where(property => property.IsInput)
            .Select(property => (Property: property, Name: property.Among(mentioned) ?? property.Column))
            .ToImmutableArray();
        var input = new Schema([.. known.Select(one => RecordMap<TIn>.Field(one.Property) with { Name = one.Name })]);
        var outputs = RecordMap<TOut>.Instance.Outputs;
        var schema = Fitting(model, input);
        var columns = RecordMap<TOut>.Columns(outputs, schema);
        var row = Bind(out var before, out _);
        var reads = known.Select((one, i) => i)
            .Where(i => row.Inputs.Contains(before[i]) || columns.Any(column => ReferenceEquals(row[column.Name], before[i])))
            .ToArray();
        _load = RecordMap<TIn>.Instance.Load([.. reads.Select(i => known[i].Property)]);
        _fill = RecordMap<TOut>.Instance.Fill(outputs);
        _bound = new(() =>
        {
            var row = Bind(out var before, out var step);
            return new([.. reads.Select(i => before[i])], [.. columns.Select(column => row[column.Name])], step);
        });

        RowCells Bind(out Cell[] before, out Func<bool> step)
        {
            var row = new RowCells(input);
            before = [.. known.Select(one => row[one.Name])];
            step = model.Bind(row);
            return row;
        }
    }

    /// <summary>Predicts a row. Allocates nothing but what the result itself takes.</summary>
    /// <exception cref="RowException">The model cannot take the row, or leaves it out.</exception>
    public TOut Predict(TIn row)
    {
        var result = default(TOut)!;
        Predict(in row, ref result);
        return result;
    }

    /// <summary>Predicts a row into a record that is there already. Allocates nothing.</summary>
    /// <remarks>
    /// The properties of the record are set, and arrays that it holds are filled in again where their length fits. A class
    /// that cannot be changed is made anew instead, as is one that is null.
    /// </remarks>
    /// <param name="row">What comes in.</param>
    /// <param name="result">What goes out.</param>
    /// <exception cref="RowException">The model cannot take the row, or leaves it out.</exception>
    public void Predict(in TIn row, ref TOut result)
    {
        if (!TryPredict(in row, ref result))
        {
            throw new RowException("The model leaves this row out.");
        }
    }

    /// <summary>Predicts a row into a record that is there already, as <see cref="Predict(in TIn, ref TOut)"/>
    /// does.</summary>
    /// <returns>False where the model leaves the row out; then the result stays as it was.</returns>
    /// <param name="row">What comes in.</param>
    /// <param name="result">What goes out.</param>
    /// <exception cref="RowException">The model cannot take the row.</exception>
    public bool TryPredict(in TIn row, ref TOut result)
    {
        if (row is null)
        {
            throw new ArgumentNullException(nameof(row));
        }

        var bound = _bound.Value!;
        _load(in row, bound.Inputs);
        if (!bound.Step())
        {
            return false;
        }

        _fill(bound.Outputs, ref result);
        return true;
    }

    static Schema Fitting(ITransformer model, Schema input)
    {
        try
        {
            return model.Transform(input);
        }
        catch (SchemaException exception)
        {
            throw new SchemaException($"{typeof(TIn).Name} is not what the model takes. {exception.Message}");
        }
    }

    /// <summary>The cells of one thread.</summary>
    sealed record Bound(Cell[] Inputs, Cell[] Outputs, Func<bool> Step);
}
