using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Makes features and a label out of columns as a formula of the language R says.</summary>
/// <remarks>
/// <para>
/// <c>y ~ a + b:c - 1</c> explains column y by column a and the products of b and c, without an intercept. <c>+</c> adds a
/// term, <c>-</c> takes one away, <c>:</c> multiplies, <c>a * b</c> is <c>a + b + a:b</c>, <c>(a + b) ^ 2</c> is
/// <c>a + b + a:b</c>, and <c>.</c> is every column but the label; a name with other signs stands in back quotes. J. Chambers
/// and T. Hastie, "Statistical models in S", 1992.
/// </para>
/// <para>
/// As in Spark ML: numbers and booleans count as themselves, vectors as their numbers, and text as zeros and ones, one for
/// each level but the last (the rarest), and one for each in products. Without an intercept the first term of text keeps its
/// last level; whether the learner fits one is its own option. A label of text becomes its index. Terms stay in the order
/// written. A table without the label column can be transformed too.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("sold", 3.0, 5.0, 4.0).With("color", "red", "blue", "red").With("size", 2.0, 7.0, 1.0);
/// var model = new RFormula { Formula = "sold ~ color + size + color:size" }.Fit(rows);
/// model.Transform(rows).Schema["features"].FeatureNames // => [color=red size color=red:size color=blue:size]
/// model.Transform(rows).Values&lt;Vector&gt;("features")[1] // => [4: 1:7 3:7]
/// model.Transform(rows).Values&lt;double&gt;("label")[1] // => 5
/// </code>
/// </example>
public sealed record RFormula : IEstimator<RFormulaModel>
{
    /// <summary>What is explained by what.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Where the vectors go; sparse where a term is text.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>Where the label goes: a number as a double, text as its index.</summary>
    public Column<double> LabelOutput { get; init; } = "label";

    /// <summary>Whether a label of numbers becomes its index as well.</summary>
    public bool ForceIndexLabel { get; init; }

    /// <summary>In which order the levels of text get their places; the label's always by falling frequency.</summary>
    public IndexOrder Order { get; init; }

    /// <summary>
    /// What becomes of a row with a missing value, or text not seen in training; kept, a number is NaN, and text is a level of
    /// its own after the others.
    /// </summary>
    public HandleInvalid HandleInvalid { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><see cref="Formula"/> is none.</exception>
    public Schema Transform(Schema input)
    {
        var formula = Parse(input);
        foreach (var column in formula.Terms.SelectMany(term => term))
        {
            if (!OneHotEncoder.IsText(input, column) && !input[column].Type.IsNumeric() && input[column].Type != DataType.Vector)
            {
                throw new SchemaException($"Column '{column}' holds {input[column].Type}; a formula takes numbers, text and vectors.");
            }
        }

        var output = input.With(Output);
        return formula.Label.Length == 0 ? output : output.With(
            new Field(LabelOutput.Name, IsIndexed(input, formula.Label) ? DataType.Int32 : DataType.Double));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><see cref="Formula"/> is none.</exception>
    /// <exception cref="TrainingException">There are no rows, or a column of text has no values.</exception>
    public async ValueTask<RFormulaModel> FitAsync(IDataset training, TrainingContext context)
    {
        var schema = training.Schema;
        Transform(schema);
        var formula = Parse(schema);
        string[] columns = [.. formula.Terms.SelectMany(term => term).Distinct()];
        ImmutableArray<string> text = [.. columns.Where(column => OneHotEncoder.IsText(schema, column))];
        ImmutableArray<string> label = formula.Label.Length > 0 && IsIndexed(schema, formula.Label) ? [formula.Label] : [];
        var levels = await LevelsAsync(new StringIndexer { Columns = text, Order = Order }, training, context).ConfigureAwait(false);
        var labels = await LevelsAsync(new StringIndexer { Columns = label }, training, context).ConfigureAwait(false);
        if (context.Rows == 0)
        {
            throw new TrainingException($"{nameof(RFormula)} needs at least one row.");
        }

        return new(
            this,
            formula.Label,
            [.. formula.Terms.Select(term => string.Join(':', term.Select(column => Array.IndexOf(columns, column))))],
            formula.HasIntercept,
            [.. columns],
            [.. columns.Select(column => schema[column].Type != DataType.Vector ? 1 : schema[column].VectorLength
                ?? throw new SchemaException($"The length of the vectors in column '{column}' must be known."))],
            [.. columns.Select(column => text.IndexOf(column) is >= 0 and var c ? levels[c] : Levels.Of())],
            labels.IsEmpty ? Levels.Of() : labels[0])
        {
            Origin = context.Origin(),
        };
    }

    static async ValueTask<ImmutableArray<Levels>> LevelsAsync(
        IEstimator<StringIndexerModel> indexer, IDataset training, TrainingContext context) =>
        (await indexer.FitAsync(training, context).ConfigureAwait(false)).Levels;

    Formula Parse(Schema schema) => Alink.Features.Formula.Parse(Formula, schema.Fields.Select(field => field.Name));

    bool IsIndexed(Schema schema, string label) =>
        ForceIndexLabel ? schema.Reading<Category>(label).Has(label) : OneHotEncoder.IsText(schema, label) || !schema.Reading<double>(label).Has(label);
}

/// <summary>What a <see cref="RFormula"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="LabelColumn">The column that is explained; empty where there is none.</param>
/// <param name="Terms">The places of each term's columns, with colons between them; shape: terms.</param>
/// <param name="HasIntercept">Whether the formula leaves the learner its intercept.</param>
/// <param name="Columns">The columns that terms read, each once; shape: columns.</param>
/// <param name="Lengths">How many numbers a column's vectors have, 1 for other columns; shape: columns.</param>
/// <param name="Levels">The levels of each column of text, in the order of their places, none of other columns; shape: columns.</param>
/// <param name="Labels">The levels of a label that becomes its index; none otherwise.</param>
public sealed record RFormulaModel(
    RFormula Options,
    string LabelColumn,
    ImmutableArray<string> Terms,
    bool HasIntercept,
    ImmutableArray<string> Columns,
    ImmutableArray<int> Lengths,
    ImmutableArray<Levels> Levels,
    Levels Labels) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        var output = input.With(FeatureField(input));
        return HasLabel(input) ? output.With(LabelField) : output;
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var field = FeatureField(row.Schema);
        var terms = FormulaTerm.Of(this);
        var inputs = Columns.Select((_, c) => new FormulaInput(this, row, c)).ToArray();
        var read = HasLabel(row.Schema) ? ReadLabel(row) : null;
        var categories = new Categories(Labels);
        var features = row.Write(field);
        var label = read is null ? null : row.Write(LabelField);
        return () =>
        {
            foreach (var input in inputs)
            {
                if (!input.Read())
                {
                    return false;
                }
            }

            if (label is not null && !SetLabel(row, read!, label, categories))
            {
                return false;
            }

            if (Array.TrueForAll(inputs, input => input.IsDense))
            {
                var numbers = features.Dense(field.VectorLength!.Value);
                foreach (var term in terms)
                {
                    foreach (var (place, value) in term.Multiply(inputs))
                    {
                        numbers[place] = value;
                    }
                }

                return true;
            }

            features.BeginSparse(field.VectorLength!.Value);
            foreach (var term in terms)
            {
                foreach (var (place, value) in term.Multiply(inputs))
                {
                    features.Store(place, value);
                }
            }

            features.EndSparse();
            return true;
        };
    }

    /// <summary>How many places a column has in a product.</summary>
    internal int LengthOf(int column) =>
        Levels[column].Count == 0 ? Lengths[column] : Levels[column].Count + (Options.HandleInvalid == HandleInvalid.Keep ? 1 : 0);

    Field LabelField => Labels.Count == 0 ? new(Options.LabelOutput.Name, DataType.Double)
        : new(Options.LabelOutput.Name, DataType.Int32) { Levels = Alink.Levels.Of(Labels.Names) };

    bool HasLabel(Schema schema) => LabelColumn.Length > 0 && schema.Has(LabelColumn);

    Cell ReadLabel(RowCells row) => Labels.Count == 0 ? row.Read<double>(LabelColumn) : row.Read<Category>(LabelColumn);

    bool SetLabel(RowCells row, Cell input, Cell output, Categories categories)
    {
        if (Labels.Count == 0)
        {
            output.Set(input.IsMissing ? double.NaN : input.Number);
            return !double.IsNaN(output.Number) || Options.HandleInvalid switch
            {
                HandleInvalid.Skip => false,
                HandleInvalid.Keep => true,
                _ => throw row.Missing(input),
            };
        }

        var index = categories.Number(input);
        output.Set((long)(index < 0 ? Labels.Count : index));
        return index >= 0 || Options.HandleInvalid switch
        {
            HandleInvalid.Skip => false,
            HandleInvalid.Keep => true,
            _ => throw FormulaInput.Unseen(row, input),
        };
    }

    Field FeatureField(Schema input)
    {
        var names = Columns.Select((column, c) => NamesOf(input, column, c)).ToArray();
        var terms = FormulaTerm.Of(this);
        return new(Options.Output.Name, DataType.Vector)
        {
            VectorLength = terms.Sum(term => term.Length),
            FeatureNames = [.. terms.SelectMany(term => term.Names(names))],
        };
    }

    string[] NamesOf(Schema input, string column, int c)
    {
        if (Levels[c].Count > 0)
        {
            input.Reading<Category>(column);
            IEnumerable<string> levels = Options.HandleInvalid == HandleInvalid.Keep ? [.. Levels[c].Names, "invalid"] : Levels[c].Names;
            return [.. levels.Select(level => $"{column}={level}")];
        }

        if (input[column].Type != DataType.Vector)
        {
            return [input.Field<double>(column).Name];
        }

        var field = input.FeatureField(column, Lengths[c]);
        return field.FeatureNames.Length == Lengths[c] ? [.. field.FeatureNames]
            : [.. Enumerable.Range(0, Lengths[c]).Select(j => $"{column}_{j}")];
    }
}
