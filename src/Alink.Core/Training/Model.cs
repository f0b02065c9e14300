using System.Collections.Immutable;

namespace Alink;

/// <summary>What an estimator has learnt: an immutable record of its options and arrays.</summary>
/// <remarks>
/// One that was read from a file may hold arrays that do not fit one another. As an <see cref="ITransformer"/>, as hosts,
/// pipelines and predictors take it, it then tells of the file with a <see cref="DataFormatException"/>.
/// </remarks>
[TypeFormatterSource]
public abstract record Model : RowTransformer, ITransformer
{
    /// <summary>The names of the features it was trained on, in the order of every array over
    /// features; empty where unknown.</summary>
    public ImmutableArray<string> FeatureNames { get; init; } = [];

    /// <summary>Where it comes from; null where nobody said.</summary>
    public ModelOrigin? Origin { get; init; }

    /// <summary>The file that it was read from, and the entry of it; null where it was learnt here.</summary>
    internal (string File, string Entry)? Source { get; init; }

    /// <summary>A row that is given by itself, and is of the length that the model takes.</summary>
    /// <exception cref="RowException">It is of another.</exception>
    protected Vector Taken(Vector features, int length) => features.Length == length ? features : throw new RowException(
        $"The vector has length {features.Length}; the {GetType().Name} takes length {length}.");

    Schema IStage.Transform(Schema input) => Fitting(Transform, input);

    Table ITransformer.Transform(Table input) => Fitting(Transform, input);

    Func<bool> ITransformer.Bind(RowCells row)
    {
        var step = Fitting(Bind, row);
        return Source is null ? step : Step;

        bool Step()
        {
            try
            {
                return step();
            }
            catch (SystemException exception)
            {
                throw Misfit(exception);
            }
        }
    }

    TResult Fitting<T, TResult>(Func<T, TResult> apply, T input)
    {
        try
        {
            return apply(input);
        }
        catch (SystemException exception) when (Source is not null)
        {
            throw Misfit(exception);
        }
    }

    DataFormatException Misfit(SystemException exception) => new(
        $"The {GetType().Name} cannot be applied; do its arrays fit one another? {exception.Message}",
        Source!.Value.File, column: Source.Value.Entry, inner: exception);
}

/// <summary>Where a model comes from.</summary>
/// <param name="Rows">How many rows taught it.</param>
/// <param name="Library">The version of the library that trained it.</param>
/// <param name="Trained">When.</param>
public sealed record ModelOrigin(long Rows, string Library, DateTimeOffset Trained)
{
    /// <summary>The origin of a model that this library trains.</summary>
    public static ModelOrigin Of(long rows, DateTimeOffset trained) =>
        new(rows, typeof(Model).Assembly.GetName().Version!.ToString(3), trained);
}
