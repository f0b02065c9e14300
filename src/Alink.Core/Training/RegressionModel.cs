namespace Alink;

/// <summary>The settings of an estimator whose model predicts numbers.</summary>
public interface IRegressor : IEstimator
{
    /// <summary>The vectors to predict from; all of one length.</summary>
    Column<Vector> Features { get; }

    /// <summary>The true number, read in training only.</summary>
    Column<double> Label { get; }

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once.</summary>
    Column<double>? Weight { get; }

    /// <summary>Where the predicted number goes.</summary>
    Column<double> Prediction { get; }

    /// <inheritdoc/>
    Schema IStage.Transform(Schema input) => input.Reading(Features).Reading(Label).Reading(Weight).With(Prediction);
}

/// <summary>A model that predicts a number.</summary>
/// <remarks>From <see cref="Value"/> follows the prediction of one row, of a table, and of a stream.</remarks>
public abstract record RegressionModel : Model
{
    /// <summary>How many numbers a vector has.</summary>
    protected abstract int Length { get; }

    /// <summary>The settings it was trained under.</summary>
    protected abstract IRegressor Settings { get; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        input.FeatureField(Settings.Features, Length);
        return input.With(Settings.Prediction);
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var (cell, length) = (row.Read(Settings.Features), Length);
        var prediction = row.Write(new Field(Settings.Prediction.Name, DataType.Double));
        return () =>
        {
            prediction.Set(Value(row.Features(cell, length)));
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var field = Transform(input.Schema)[Settings.Prediction.Name];
        if (input.FeatureRows(Settings.Features, Length) is not { } rows)
        {
            return base.Transform(input);
        }

        var predictions = new double[rows.Length];
        Predict(rows, predictions);
        return input.With(field, new FixedColumn<double>(predictions));
    }

    /// <summary>The number predicted for one row.</summary>
    /// <exception cref="RowException">The row is of another length than the model takes.</exception>
    public double Predict(Vector features) => Value(Taken(features, Length));

    /// <summary>The number predicted for one row of the model's length.</summary>
    protected abstract double Value(Vector features);

    /// <summary>Writes the number predicted for each row, the one that <see cref="Predict(Vector)"/> gives to the bit.</summary>
    /// <param name="rows">Rows of the model's length, none missing.</param>
    /// <param name="predictions">One place for each row.</param>
    protected virtual void Predict(VectorColumn rows, Span<double> predictions)
    {
        for (var i = 0; i < predictions.Length; i++)
        {
            predictions[i] = Value(rows[i]);
        }
    }
}
