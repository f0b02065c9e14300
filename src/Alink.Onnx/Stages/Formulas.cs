using Alink.Features;

namespace Alink.Onnx;

/// <summary>Formulas of R.</summary>
static class Formulas
{
    public static void Add(Converters all) => all.Add<RFormulaModel>((model, rows) =>
    {
        var inputs = model.Columns.Select((_, c) => Factor(rows, model, c)).ToArray();
        var terms = FormulaTerm.Of(model)
            .Select(term => Term(Vectors.Product([.. term.Columns.Select(column => inputs[column])]), term)).ToArray();
        var label = model.LabelColumn.Length > 0 && rows.Schema.Has(model.LabelColumn) ? Label(rows, model) : null;
        rows.Write(model.Options.Output.Name, terms[0].Beside(terms.AsSpan(1)));
        if (label is not null)
        {
            rows.Write(model.Options.LabelOutput.Name, label);
        }
    });

    static Value Term(Value product, FormulaTerm term) =>
        term.Drops ? product.Picked([.. Enumerable.Range(0, term.Length)]) : product;

    /// <summary>A column as numbers to be multiplied; zeros do not count, so that their product with NaN is 0.</summary>
    static (Value Numbers, Value Counts) Factor(Rows rows, RFormulaModel model, int c)
    {
        var (column, levels, invalid) = (model.Columns[c], model.Levels[c], model.Options.HandleInvalid);
        if (levels.Count > 0)
        {
            var place = Categories.PlaceOf(rows, column, levels);
            var known = rows.Handled((place < 0).Then(levels.Count, place), place < 0, invalid, Unseen(column));
            var places = Enumerable.Range(0, model.LengthOf(c)).Select(one => (double)one).ToArray();
            var index = known.As(ElementType.Double);
            return (index.Row(Array.ConvertAll(places, _ => 1.0)), index.Is(index.Row(places)));
        }

        var x = rows.Schema[column].Type == DataType.Vector ? rows.Vector(column, model.Lengths[c]) : rows.Number(column);
        x = invalid == HandleInvalid.Keep ? x : rows.Handled(x, x.IsNaN().Any(), invalid, $"column {column} holds NaN or no value");
        return (x, !x.Is(0));
    }

    static Value Label(Rows rows, RFormulaModel model)
    {
        var (column, invalid) = (model.LabelColumn, model.Options.HandleInvalid);
        if (model.Labels.Count == 0)
        {
            var number = rows.Number(column);
            return rows.Handled(number, number.IsNaN(), invalid, $"column {column} holds NaN or no value");
        }

        var place = Categories.PlaceOf(rows, column, model.Labels);
        return rows.Handled((place < 0).Then(model.Labels.Count, place), place < 0, invalid, Unseen(column));
    }

    static string Unseen(string column) => $"column {column} holds a value that was not seen in training";
}
