namespace Alink.Similarity;

/// <summary>Gives each row numbers in which near rows agree more often than far ones.</summary>
/// <remarks>
/// P. Indyk and R. Motwani, "Approximate nearest neighbors: towards removing the curse of dimensionality", STOC 1998. Rows
/// meet where they agree in every number of at least one table: more <see cref="Tables"/> find more of the near rows, and
/// more <see cref="HashesPerTable"/> look at fewer of the far ones. There is nothing to learn: the hashes follow from the
/// <see cref="Seed"/> alone.
/// </remarks>
public abstract record LocalitySensitiveHash : RowTransformer
{
    /// <summary>The vectors to hash; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the numbers go, whole and as doubles, table after table; shape: tables × hashes of each.</summary>
    public Column<Vector> Output { get; init; } = "hashes";

    /// <summary>How many tables; rows that agree in any of them meet. At least 1.</summary>
    public int Tables { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>How many hashes a table has, all of which must agree; at least 1.</summary>
    public int HashesPerTable { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>Decides the hashes.</summary>
    public long Seed { get; init; }

    /// <summary>How far two vectors are apart: the distance that this hash keeps.</summary>
    /// <exception cref="ArgumentException">The vectors are of two lengths.</exception>
    public abstract double Distance(Vector left, Vector right);

    /// <summary>Finds rows near others without comparing all pairs.</summary>
    /// <param name="rows">The rows to search; kept.</param>
    public LshIndex Index(Table rows) => new(this, rows);

    /// <inheritdoc/>
    public sealed override Schema Transform(Schema input) => input.Reading(Features).With(OutputField);

    /// <inheritdoc/>
    public sealed override Func<bool> Bind(RowCells row)
    {
        var features = row.Read(Features);
        var output = row.Write(OutputField);
        Action<Vector, Span<double>>? hash = null;
        var length = 0;
        return () =>
        {
            if (hash is null && !features.IsMissing)
            {
                hash = Hash(length = features.Vector.Length);
            }

            hash!(row.Features(features, length), output.Dense(Tables * HashesPerTable));
            return true;
        };
    }

    /// <inheritdoc/>
    public sealed override Table Transform(Table input)
    {
        var field = Transform(input.Schema)[Output.Name];
        if (input.Values(Features) is not VectorColumn { Length: > 0, Validity.IsFull: true } rows)
        {
            return base.Transform(input);
        }

        var hashes = new double[checked(rows.Length * field.VectorLength!.Value)];
        Hash(rows, hashes);
        return input.With(field, new VectorColumn(rows.Length, field.VectorLength.Value, hashes));
    }

    /// <summary>Writes the hashes of each row; shape: rows × hashes.</summary>
    internal virtual void Hash(VectorColumn rows, Span<double> hashes)
    {
        var (hash, count) = (Hash(rows.Width), hashes.Length / rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            hash(rows[i], hashes.Slice(i * count, count));
        }
    }

    /// <summary>The hashes of vectors of a length, as a function that writes them for one thread.</summary>
    internal abstract Action<Vector, Span<double>> Hash(int length);

    Field OutputField => new(Output.Name, DataType.Vector) { VectorLength = Tables * HashesPerTable };
}
