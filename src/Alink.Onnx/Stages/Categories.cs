using System.Collections.Immutable;
using System.Globalization;
using Alink.Features;

namespace Alink.Onnx;

/// <summary>Stages that encode the values of categorical columns.</summary>
static class Categories
{
    const int Unknown = -1;
    const int Missing = -2;

    public static void Add(Converters all)
    {
        all.Add<StringIndexerModel>((model, rows) => Each(rows, model.Options, c =>
        {
            var place = PlaceOf(rows, model.Options.Columns[c], model.Levels[c]);
            var index = (place < 0).Then(model.Levels[c].Count, place);
            return rows.Handled(index, place < 0, model.Options.HandleInvalid, Unseen(model.Options, c));
        }));
        all.Add<OneHotEncoderModel>((model, rows) => Each(rows, model.Options, c => OneHot(rows, model, c)));
        all.Add<RareLevelsModel>((model, rows) => Each(rows, model.Options, c =>
        {
            RefuseMissing(rows, model.Options.Columns[c]);
            var place = PlaceOf(rows, model.Options.Columns[c], model.Kept[c]);
            return (place < 0).Then(model.Kept[c].Count, place).In((string[])[.. model.Kept[c].Names, model.Options.Other]);
        }));
        all.Add<IndexToString>((stage, rows) =>
        {
            RefuseMissing(rows, stage.Input.Name);
            var names = stage.Transform(rows.Schema)[stage.Output.Name].Levels!.Names;
            var index = rows.Number(stage.Input.Name);
            var isPlace = IsPlace(index, names.Length);
            rows.Write(stage.Output.Name, isPlace.Then(index, 0).As(ElementType.Int64)
                .Unless(!isPlace, $"column {stage.Input} holds no index from 0 to {names.Length - 1}").In(names.ToArray()));
        });
        all.Add<CountEncoderModel>((model, rows) =>
        {
            var starts = Starts(model.Levels, 1);
            Each(rows, model.Options, c => Encoded(rows, model.Options, c, model.Levels[c], true, HandleInvalid.Keep).In(
                (double[])[.. model.Counts[starts[c]..starts[c + 1]], 0]));
        });
        all.Add<WoeEncoderModel>((model, rows) =>
        {
            var starts = Starts(model.Levels, 1);
            Each(rows, model.Options, c => Encoded(rows, model.Options, c, model.Levels[c], model.KnowsMissing[c], model.Options.HandleInvalid).In(
                (double[])[.. model.Evidence[starts[c]..starts[c + 1]], 0]));
        });
        all.Add<TargetEncoderModel>((model, rows) =>
        {
            var (starts, width) = (Starts(model.Levels, 2), Math.Max(1, model.Classes.Count));
            Each(rows, model.Options, c => Encoded(rows, model.Options, c, model.Levels[c], model.KnowsMissing[c], model.Options.HandleInvalid).RowOf(
                new(starts[c + 1] - starts[c], width, model.Encodings[(starts[c] * width)..(starts[c + 1] * width)])));
        });
        all.Add<MultiHotEncoderModel>((model, rows) => Each(rows, model.Options, c => MultiHot(rows, model, c)));
    }

    /// <summary>Whether a number is a place from 0 on among so many.</summary>
    public static Value IsPlace(Value number, int count) => (number >= 0) & (number < count) & number.Floor().Is(number);

    /// <summary>The place of each value of a column among levels; <see cref="Unknown"/> or <see cref="Missing"/> where it has none.</summary>
    public static Value PlaceOf(Rows rows, string column, Levels levels)
    {
        var (field, value) = (rows.Schema[column], rows.Read(column));
        if (value.Type == ElementType.String)
        {
            return value.PlaceAmong(levels.Names);
        }

        if (value.Type is ElementType.Double or ElementType.Single)
        {
            var number = value.As(ElementType.Double);
            var place = number.PlaceIn([[.. levels.Names.Select(NumberOf)]]) - 1;
            return field.IsNullable ? number.IsNaN().Then(Missing, place) : place;
        }

        var numbers = levels.Names.Select((name, place) => (Number: NumberOf(name), Place: (long)place)).Where(one => !double.IsNaN(one.Number)).ToArray();
        return Looked(
            value.As(ElementType.Int64), "keys_int64s", Array.ConvertAll(numbers, one => (long)one.Number), Array.ConvertAll(numbers, one => one.Place));
    }

    /// <summary>The place of each text among names; <see cref="Unknown"/> where it has none.</summary>
    public static Value PlaceAmong(this Value text, ImmutableArray<string> names) =>
        Looked(text, "keys_strings", names.ToArray(), [.. Enumerable.Range(0, names.Length).Select(place => (long)place)]);

    static double NumberOf(string name) => name == "true" ? 1 : name == "false" ? 0
        : double.TryParse(name, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    static Value Looked(Value value, string keys, Array names, long[] places) => names.Length == 0
        ? throw new OnnxExportException("a column of it has no levels")
        : value.Graph.Node(
            OnnxFile.MachineLearning, "LabelEncoder", ElementType.Int64, value.Width, [value], value.Graph.Stage,
            (keys, names), ("values_int64s", places), ("default_int64", (long)Unknown));

    /// <summary>The number of each value: that of its level, the count of levels where it is missing, and one more where it was not seen.</summary>
    static Value Encoded(Rows rows, IColumnwise options, int c, Levels levels, bool knowsMissing, HandleInvalid invalid)
    {
        var place = PlaceOf(rows, options.Columns[c], levels);
        var number = place.Is(knowsMissing ? Missing : long.MinValue).Then(levels.Count, (place < 0).Then(levels.Count + 1, place));
        return invalid == HandleInvalid.Keep ? number : rows.Handled(number, number > levels.Count, invalid, Unseen(options, c));
    }

    static Value OneHot(Rows rows, OneHotEncoderModel model, int c)
    {
        var (options, size) = (model.Options, model.Sizes[c]);
        var names = Levels.Of([.. model.Categories.Skip(model.Sizes.Take(c).Sum()).Take(size)]);
        var index = rows.Schema[options.Columns[c]].Type == DataType.String
            ? PlaceOf(rows, options.Columns[c], names).As(ElementType.Double)
            : rows.Number(options.Columns[c]);
        var isPlace = IsPlace(index, size);
        index = rows.Handled(isPlace.Then(index, size), !isPlace, options.HandleInvalid, Unseen(options, c));
        var length = size + (options.HandleInvalid == HandleInvalid.Keep ? 1 : 0) - (options.DropLast ? 1 : 0);
        return index.Is(index.Row([.. Enumerable.Range(0, length).Select(place => (double)place)])).As(ElementType.Double);
    }

    static Value MultiHot(Rows rows, MultiHotEncoderModel model, int c)
    {
        var (options, count) = (model.Options, model.Words[c].Count);
        var parts = rows.Read(options.Columns[c]).Parts(options.Delimiter).Parts;
        var words = parts.Beside(parts.Text("").Filling(parts.RowCount(), parts.Axis(1))).Trimmed();
        var (isWord, place) = (!words.Is(""), words.PlaceAmong(model.Words[c].Names));
        var (isUnseen, keeps) = (isWord & (place < 0), options.HandleInvalid == HandleInvalid.Keep);

        // An empty text adds nothing, and a row of which a word is unseen and not kept does not come out.
        var sums = isWord.As(ElementType.Double).AddedAt(isUnseen.Then(keeps ? count : 0, place.Max(place.Number(0))), count + (keeps ? 1 : 0));
        var made = (sums > 0).As(ElementType.Double);
        return keeps ? made : rows.Handled(made, isUnseen.Any(), options.HandleInvalid, Unseen(options, c));
    }

    static void Each(Rows rows, IColumnwise stage, Func<int, Value> make)
    {
        var outputs = stage.OutputNames();
        var made = outputs.Select((_, c) => make(c)).ToArray();
        for (var c = 0; c < made.Length; c++)
        {
            rows.Write(outputs[c], made[c]);
        }
    }

    static int[] Starts(IEnumerable<Levels> levels, int others)
    {
        var start = 0;
        return [0, .. levels.Select(each => start += each.Count + others)];
    }

    static string Unseen(IColumnwise options, int c) => $"column {options.Columns[c]} holds a value that was not seen in training";

    /// <exception cref="OnnxExportException">A column may have no value, and the text that follows none either.</exception>
    public static void RefuseMissing(Rows rows, string column)
    {
        if (rows.Schema[column].IsNullable)
        {
            throw new OnnxExportException($"the text that it makes of column '{column}' may be missing, and an ONNX model has no missing text");
        }
    }
}
