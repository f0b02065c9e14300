namespace Alink.Features;

/// <summary>What a stage makes of each vector of a column, by itself.</summary>
/// <remarks><see cref="Step"/> is the simple way; <see cref="Made"/> takes all rows at once, with the same bits.</remarks>
abstract class VectorMap
{
    /// <summary>How many numbers each vector has; null where any number will do.</summary>
    public int? Length { get; init; }

    /// <summary>How many numbers come out of vectors of a length.</summary>
    public virtual int OutputLength(int length) => length;

    /// <summary>What becomes of a dense vector.</summary>
    /// <param name="vector">Its numbers.</param>
    /// <param name="output">Where they go, every one of them; shape: <see cref="OutputLength"/>.</param>
    public abstract void Dense(ReadOnlySpan<double> vector, Span<double> output);

    /// <summary>What becomes of a sparse vector that stays sparse, by its stored numbers alone.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="output">A sparse vector that has been begun.</param>
    /// <returns>Whether it stays sparse; else nothing has been stored.</returns>
    public abstract bool Sparse(Vector vector, Cell output);

    /// <summary>The rows of a table as a stage makes them by this map.</summary>
    public Table Transform(ITransformer stage, Table input, Column<Vector> features, Column<Vector> output)
    {
        var field = stage.Transform(input.Schema)[output.Name];
        return Made((VectorColumn)input.Values(features)) is { } made ? input.With(field, made) : RowTransform.Run(stage, input);
    }

    /// <summary>The step of a stage by this map.</summary>
    public Func<bool> Bind(ITransformer stage, RowCells row, Column<Vector> features, Column<Vector> output)
    {
        var field = stage.Transform(row.Schema)[output.Name];
        return Step(row, row.Read(features), row.Write(field));
    }

    /// <summary>All vectors of a column; null where they must be looked at one by one.</summary>
    public VectorColumn? Made(VectorColumn column)
    {
        if (!column.Validity.IsFull || column.Width != (Length ?? column.Width))
        {
            return null;
        }

        if (!column.IsDense)
        {
            return MadeSparse(column);
        }

        var (width, outputWidth) = (column.Width, OutputLength(column.Width));
        var made = GC.AllocateUninitializedArray<double>(checked(column.Length * outputWidth));
        if (width > 0)
        {
            DenseRows(column.Block.Values, width, made, outputWidth);
        }

        return new(column.Length, outputWidth, made);
    }

    /// <summary>All vectors of a dense column; a call for each, unless overridden.</summary>
    /// <param name="vectors">Their numbers, row by row.</param>
    /// <param name="width">How many each has, at least 1.</param>
    /// <param name="made">Where those that come out go, row by row.</param>
    /// <param name="madeWidth">How many each of them has.</param>
    private protected virtual void DenseRows(ReadOnlySpan<double> vectors, int width, Span<double> made, int madeWidth)
    {
        for (var (first, to) = (0, 0); first < vectors.Length; first += width, to += madeWidth)
        {
            Dense(vectors.Slice(first, width), made.Slice(to, madeWidth));
        }
    }

    /// <summary>All vectors of a sparse column; null where they must be looked at one by one.</summary>
    private protected virtual VectorColumn? MadeSparse(VectorColumn column) => null;

    /// <summary>Makes the vector of one cell into that of another.</summary>
    public Func<bool> Step(RowCells row, Cell input, Cell made)
    {
        var numbers = Array.Empty<double>();
        return () =>
        {
            var vector = input.IsMissing ? throw row.Missing(input) : row.Features(input, Length ?? input.Vector.Length);
            if (vector.IsDense)
            {
                Dense(vector.Values, made.Dense(OutputLength(vector.Length)));
                return true;
            }

            made.BeginSparse(OutputLength(vector.Length));
            if (Sparse(vector, made))
            {
                made.EndSparse();
                return true;
            }

            Array.Resize(ref numbers, vector.Length);
            vector.CopyTo(numbers);
            Dense(numbers, made.Dense(OutputLength(vector.Length)));
            return true;
        };
    }
}
