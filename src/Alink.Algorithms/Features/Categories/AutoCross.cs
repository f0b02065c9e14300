using System.Collections.Immutable;
using Alink.Classification;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Features;

/// <summary>Finds the crosses of categorical columns that tell two classes apart beyond what the columns tell, and hashes them into one sparse vector.</summary>
/// <remarks>
/// Greedily: a logistic regression of the columns, and of the crosses so far, is trained on a part of the rows. For every cross
/// of two of its fields, one Newton step from there gives each combination the weight G / (H + <see cref="Penalty"/>), where G
/// sums y − p and H sums p (1 − p) over its rows; the cross that raises the likelihood of the other rows most joins the fields,
/// and the search ends where none does by <see cref="LeastGain"/>. A round is one regression and one pass, however many candidates there are.
/// A combination is put where <see cref="CrossFeatures"/> and <see cref="FeatureHasher"/> put its text; one with a missing
/// value is put nowhere. Y. Luo et al., "AutoCross: automatic feature crossing for tabular data in real-world applications",
/// KDD 2019, with a beam of one and a Newton step in the place of descent by gradients.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("a", [.. Enumerable.Range(0, 400).Select(i => i % 2)])
///     .With("b", row => row.Index / 2 % 2).With("c", row => row.Index / 4 % 2)
///     .With("label", row => row.Index % 2 == row.Index / 4 % 2);
/// var model = new AutoCross { Columns = ["a", "b", "c"], MostCrosses = 1 }.Fit(rows);
/// model.Crossed // => [a c]
/// </code>
/// </example>
public sealed record AutoCross : IEstimator<AutoCrossModel>
{
    const string Prefix = "autocross ";

    /// <summary>The columns of categories, at least two: text, whole numbers or booleans.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>The class of each row, one of two, read in training only.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>Where the vector goes.</summary>
    public Column<Vector> Output { get; init; } = "crosses";

    /// <summary>How many places the vector has; at least 1.</summary>
    public int Length { get; init => field = Require.AtLeast(1, value); } = 1 << 18;

    /// <summary>How many crosses are found at most; at least 1.</summary>
    public int MostCrosses { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>Of how many columns a cross is made at most; at least 2.</summary>
    public int MostColumns { get; init => field = Require.AtLeast(2, value); } = 3;

    /// <summary>What holds the weights of combinations back, in rows; above 0.</summary>
    public double Penalty { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The share of the rows that judge crosses and teach the regression nothing, by a hash of their place; from 0.01 to 0.99.</summary>
    public double JudgingShare { get; init => field = Require.Between(0.01, 0.99, value); } = 0.3;

    /// <summary>By how much a cross must raise the mean log-likelihood of the rows that judge; at least 0.</summary>
    public double LeastGain { get; init => field = Require.Finite(0, value); } = 0.001;

    /// <summary>What chance goes by.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type, or there are fewer than two.</exception>
    public Schema Transform(Schema input) => OutputOf(input.Reading(Label));

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are not two classes.</exception>
    public async ValueTask<AutoCrossModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        List<ImmutableArray<string>> fields = [.. Columns.Select(name => ImmutableArray.Create(name))];
        while (fields.Count < Columns.Length + MostCrosses && Candidates(fields) is { Count: > 0 } candidates)
        {
            var regression = Regression(fields);
            var taught = training.Through(new Learning(training.Schema.With<double>(Taught), Part));
            var fitted = await regression.FitAsync(taught, context.For($"{fields.Count - Columns.Length}")).ConfigureAwait(false);
            var pass = new CrossPass(
                ((LogisticRegressionModel)fitted.Steps[^1]).Labels, Label, Taught, Probabilities,
                [.. candidates.Select(pair => (IndexOf(pair.Left), IndexOf(pair.Right)))]);
            var sums = await taught.Through(fitted).AggregateAsync(pass, context).ConfigureAwait(false);
            var best = Enumerable.Range(0, candidates.Count).MaxBy(c => sums.Gain(c, Penalty));
            if (!(sums.Gain(best, Penalty) > LeastGain))
            {
                break;
            }

            fields.Add(Union(fields, candidates[best]));
        }

        var crosses = fields.Skip(Columns.Length).ToArray();
        return new(
            this, [.. crosses.SelectMany(cross => cross)], [0, .. crosses.Select((_, c) => crosses.Take(c + 1).Sum(cross => cross.Length))])
        {
            Origin = context.Origin(),
        };
    }

    internal Schema OutputOf(Schema input) => Columns.Length < 2
        ? throw new SchemaException($"{nameof(AutoCross)} crosses at least two columns; there are {Columns.Length}.")
        : Columns.Aggregate(input, (schema, name) => schema.Reading<Category>(name))
            .With(new Field(Output.Name, DataType.Vector) { VectorLength = Length });

    static Column<double> Taught => $"{Prefix}taught";

    static Column<Vector> Probabilities => $"{Prefix}probabilities";

    static string IndexOf(int field) => $"{Prefix}index {field}";

    /// <summary>Pairs of fields whose union is a new cross, each union once.</summary>
    List<(int Left, int Right)> Candidates(List<ImmutableArray<string>> fields)
    {
        var known = fields.Select(field => string.Join('\0', field)).ToHashSet();
        var pairs = from left in Enumerable.Range(0, fields.Count)
                    from right in Enumerable.Range(left + 1, fields.Count - left - 1)
                    select (left, right);
        return [.. pairs.Where(pair => Union(fields, pair) is var union && union.Length <= MostColumns && known.Add(string.Join('\0', union)))];
    }

    /// <summary>The columns of either field, in their order.</summary>
    ImmutableArray<string> Union(List<ImmutableArray<string>> fields, (int Left, int Right) pair) =>
        [.. Columns.Where(name => fields[pair.Left].Contains(name) || fields[pair.Right].Contains(name))];

    /// <summary>A regression of a feature for each value of each field, which leaves their indices beside the probabilities.</summary>
    Pipeline Regression(List<ImmutableArray<string>> fields)
    {
        var places = Enumerable.Range(0, fields.Count).ToArray();
        var crossing = places.Skip(Columns.Length).Select(
            place => new CrossFeatures { Columns = fields[place], Output = $"{Prefix}{place}" });
        return new([
            .. crossing,
            new StringIndexer
            {
                Columns = [.. Columns, .. places.Skip(Columns.Length).Select(place => $"{Prefix}{place}")],
                Outputs = [.. places.Select(IndexOf)],
                HandleInvalid = HandleInvalid.Keep,
            },
            new OneHotEncoder
            {
                Columns = [.. places.Select(IndexOf)],
                Outputs = [.. places.Select(place => $"{Prefix}vector {place}")],
                HandleInvalid = HandleInvalid.Keep,
                DropLast = false,
            },
            new VectorAssembler
            {
                Columns = [.. places.Select(place => $"{Prefix}vector {place}")],
                Output = $"{Prefix}features",
            },
            new LogisticRegression
            {
                Features = $"{Prefix}features",
                Label = Label,
                Weight = Taught,
                Prediction = $"{Prefix}prediction",
                Probabilities = Probabilities,
                Regularization = 1e-4, // The values of a field add to 1, and so have no single optimum without.
            },
        ]);
    }

    /// <summary>Weighs each row 1 where it teaches, and 0 where it judges.</summary>
    Func<bool> Part(RowCells row)
    {
        var taught = row.Write(new(Taught.Name, DataType.Double));
        return () =>
        {
            taught.Set((Hash.Combine((ulong)Seed, (ulong)row.Row) >> 11) * (1.0 / (1L << 53)) < JudgingShare ? 0.0 : 1);
            return true;
        };
    }
}

/// <summary>What an <see cref="AutoCross"/> has found.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Crossed">The columns of each cross, cross after cross, the first found first.</param>
/// <param name="Starts">Where the columns of each cross begin, and where the last end; shape: crosses + 1.</param>
public sealed record AutoCrossModel(AutoCross Options, ImmutableArray<string> Crossed, ImmutableArray<int> Starts) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Options.OutputOf(input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var field = Transform(row.Schema)[Options.Output.Name];
        var crosses = Crosses();
        var texts = crosses.Select(columns => new CrossText([.. columns.Select(name => row.Read<Category>(name))])).ToArray();
        var places = crosses.Select(columns => new NamePlaces(string.Join('|', columns), Options.Length)).ToArray();
        var output = row.Write(field);
        var found = new int[crosses.Length];
        return () =>
        {
            var stored = 0;
            for (var c = 0; c < texts.Length; c++)
            {
                if (texts[c].TryJoin(out var text))
                {
                    found[stored++] = places[c].Of(text.Span);
                }
            }

            var sorted = found.AsSpan(0, stored);
            sorted.Sort();
            output.BeginSparse(Options.Length);
            for (var i = 0; i < sorted.Length;)
            {
                // What meets in one place adds up.
                var (place, first) = (sorted[i], i);
                for (; i < sorted.Length && sorted[i] == place; i++)
                {
                }

                output.Store(place, i - first);
            }

            output.EndSparse();
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var field = Transform(input.Schema)[Options.Output.Name];
        var columns = Array.ConvertAll(Crosses(), cross => Placed(input, cross));
        var (offsets, found) = (new int[input.RowCount + 1], new int[columns.Length]);
        var indices = GC.AllocateUninitializedArray<int>(checked(input.RowCount * columns.Length));
        var (values, areOnes, stored) = (Ones.Of(indices.Length), true, 0);
        for (var row = 0; row < input.RowCount; row++)
        {
            foreach (var place in found.AsSpan(0, Sorted(columns, row, found)))
            {
                if (stored == offsets[row] || indices[stored - 1] != place)
                {
                    indices[stored++] = place;
                    continue;
                }

                // What meets in one place adds up; from here on the numbers are the table's own.
                (values, areOnes) = (areOnes ? values[..indices.Length] : values, false);
                values[stored - 1]++;
            }

            offsets[row + 1] = stored;
        }

        return input.With(
            field, new VectorColumn(Options.Length, offsets, indices.AsMemory(0, stored), values.AsMemory(0, stored)));
    }

    ImmutableArray<string>[] Crosses() =>
        [.. Enumerable.Range(0, Starts.Length - 1).Select(c => Crossed[Starts[c]..Starts[c + 1]])];

    /// <summary>The place of a cross in each row.</summary>
    FixedColumn<int> Placed(Table input, ImmutableArray<string> cross)
    {
        var name = string.Join('|', cross);
        return (FixedColumn<int>)new CrossFeatures { Columns = cross, Output = name, Places = Options.Length }.Transform(input).Data(name);
    }

    /// <summary>Puts the places that a row has in order.</summary>
    /// <returns>How many there are.</returns>
    static int Sorted(FixedColumn<int>[] columns, int row, int[] places)
    {
        var count = 0;
        foreach (var column in columns)
        {
            if (column.IsMissing(row))
            {
                continue;
            }

            var (place, before) = (column.Values[row], count++);
            for (; before > 0 && places[before - 1] > place; before--)
            {
                places[before] = places[before - 1];
            }

            places[before] = place;
        }

        return count;
    }
}
