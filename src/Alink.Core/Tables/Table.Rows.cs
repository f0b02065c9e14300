namespace Alink;

/// <content>Choosing and ordering rows.</content>
public sealed partial class Table
{
    /// <summary>Each row in order.</summary>
    public IEnumerable<Row> Rows => Enumerable.Range(0, RowCount).Select(row => new Row(this, row));

    /// <summary>The rows for which a predicate holds.</summary>
    public Table Where(Func<Row, bool> predicate) => Gather(Places(row => predicate(new(this, row))));

    /// <summary>The rows whose value in a column satisfies a predicate; a missing value does not.</summary>
    /// <exception cref="SchemaException">The column is missing, or of another type.</exception>
    public Table Where<T>(Column<T> column, Predicate<T> predicate)
    {
        var values = Values(column);
        return Gather(Places(row => !values.IsMissing(row) && predicate(values[row])));
    }

    /// <summary>The rows that hold a value in each of the given columns, or in every
    /// column where none is given.</summary>
    /// <exception cref="SchemaException">A column is missing.</exception>
    public Table WhereComplete(params string[] columns)
    {
        var data = columns.Length == 0 ? [.. _columns] : Array.ConvertAll(columns, Data);
        return Gather(Places(row => !Array.Exists(data, column => column.IsMissing(row))));
    }

    /// <summary>The first rows.</summary>
    public Table Head(int rows = 5) => Slice(0, Math.Min(Math.Max(0, rows), RowCount));

    /// <summary>The rows ordered by one or several columns; equal rows keep their
    /// order, NaN comes after all numbers, missing values last.</summary>
    /// <param name="columns">The columns, the most important first; a minus before a name orders descending.</param>
    /// <exception cref="SchemaException">A column is missing, or holds vectors.</exception>
    public Table Sort(params string[] columns)
    {
        var orders = Array.ConvertAll(columns, Order);
        var rows = new int[RowCount];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }

        Array.Sort(rows, (left, right) =>
        {
            foreach (var order in orders)
            {
                if (order(left, right) is var compared and not 0)
                {
                    return compared;
                }
            }

            return left.CompareTo(right);
        });
        return Gather(rows);
    }

    /// <summary>The rows in an order that a seed gives.</summary>
    public Table Shuffle(int seed)
    {
        var rows = Enumerable.Range(0, RowCount).ToArray();
        new Random(seed).Shuffle(rows);
        return Gather(rows);
    }

    /// <summary>A uniform sample of rows, in their order.</summary>
    /// <param name="share">The share of the rows, in [0, 1]; the count is rounded.</param>
    /// <param name="seed">The same seed draws the same rows.</param>
    public Table Sample(double share, int seed) => Split(share, seed).First;

    /// <summary>Cuts the rows at random into two tables, each in the order of the rows.</summary>
    /// <param name="share">The share of the rows that goes to the first, in [0, 1]; the count is rounded.</param>
    /// <param name="seed">The same seed cuts the same way.</param>
    /// <param name="stratify">A column each of whose values is shared out by itself, so that both
    /// tables have its proportions.</param>
    /// <exception cref="SchemaException">The column to stratify by is missing, or names no classes.</exception>
    public (Table First, Table Second) Split(double share, int seed, Column<Category>? stratify = null)
    {
        if (!(share >= 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, $"The share must be from 0 to 1; it was {share}.");
        }

        var strata = new int[RowCount];
        if (stratify is { } column)
        {
            Schema.Reading(column);
            new Categories().Encode(Data(column.Name), strata);
        }

        var random = new Random(seed);
        var first = new bool[RowCount];
        foreach (var stratum in Enumerable.Range(0, RowCount).GroupBy(row => strata[row]))
        {
            var rows = stratum.ToArray();
            random.Shuffle(rows);
            foreach (var row in rows.AsSpan(0, (int)Math.Round(share * rows.Length, MidpointRounding.AwayFromZero)))
            {
                first[row] = true;
            }
        }

        return (Gather(Places(row => first[row])), Gather(Places(row => !first[row])));
    }

    int[] Places(Predicate<int> wanted)
    {
        List<int> places = [];
        for (var row = 0; row < RowCount; row++)
        {
            if (wanted(row))
            {
                places.Add(row);
            }
        }

        return [.. places];
    }

    Comparison<int> Order(string column)
    {
        var descending = column.StartsWith('-') && !Schema.Has(column);
        var data = Data(descending ? column[1..] : column);
        var values = Order(data) ?? throw new SchemaException($"Column '{column}' holds {data.Type}, which has no order.");
        return (left, right) => (data.IsMissing(left), data.IsMissing(right)) switch
        {
            (false, false) => descending ? values(right, left) : values(left, right),
            var (leftMissing, rightMissing) => leftMissing.CompareTo(rightMissing),
        };
    }

    /// <summary>The order of rows whose values are there; null where such values have none.</summary>
    internal static Comparison<int>? Order(ColumnData data) => data switch
    {
        FixedColumn<bool> booleans => (left, right) => booleans[left].CompareTo(booleans[right]),
        FixedColumn<int> whole => (left, right) => whole[left].CompareTo(whole[right]),
        FixedColumn<long> whole => (left, right) => whole[left].CompareTo(whole[right]),
        FixedColumn<float> numbers => (left, right) => Compare(numbers[left], numbers[right]),
        FixedColumn<double> numbers => (left, right) => Compare(numbers[left], numbers[right]),
        FixedColumn<DateTimeOffset> moments => (left, right) => moments[left].CompareTo(moments[right]),
        StringColumn texts => (left, right) => texts.Utf8(left).SequenceCompareTo(texts.Utf8(right)),
        _ => null,
    };

    /// <summary>The order of numbers, NaN above all.</summary>
    internal static int Compare(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? double.IsNaN(left).CompareTo(double.IsNaN(right)) : left.CompareTo(right);
}
