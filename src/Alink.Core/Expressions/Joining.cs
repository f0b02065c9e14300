namespace Alink;

/// <summary>Joins two tables, <c>a</c> and <c>b</c>, by a condition.</summary>
sealed class Joining
{
    const string A = "a.";
    const string B = "b.";

    readonly Table _left;
    readonly Table _right;
    readonly Schema _both;
    readonly string _condition;
    readonly List<(Term Left, Term Right)> _equal = [];
    readonly List<Term> _rest = [];

    public Joining(Table left, Table right, string condition)
    {
        (_left, _right, _condition) = (left.Named(name => A + name), right.Named(name => B + name), condition);
        _both = new([.. _left.Schema.Fields, .. _right.Schema.Fields]);
        Sort(Qualified(ExpressionParser.Expression(condition), condition));
    }

    public Table Join(string select, JoinKind kind)
    {
        var items = ExpressionParser.Items(select).SelectMany(item => Expanded(item, select, kind)).ToArray();
        var (lefts, rights) = Pairs().With(kind, _left.RowCount, _right.RowCount);
        return Clause.Of(select, items).Transform(_left.Paired(lefts, _right, rights, kind));
    }

    /// <summary>Parts that must all hold: equalities between the tables, and others.</summary>
    void Sort(Term term)
    {
        if (term is CallTerm { Function: "and" } both)
        {
            Sort(both.Arguments[0]);
            Sort(both.Arguments[1]);
        }
        else if (term is CallTerm { Function: "=" } equal && (Of(equal.Arguments[0]), Of(equal.Arguments[1])) is var sides
            && sides is (A, B) or (B, A))
        {
            var isTurned = sides.Item1 == B;
            _equal.Add(isTurned ? (equal.Arguments[1], equal.Arguments[0]) : (equal.Arguments[0], equal.Arguments[1]));
        }
        else
        {
            _rest.Add(term);
        }
    }

    RowPairs Pairs()
    {
        var rows = (_left.RowCount, _right.RowCount);
        var numbers = new Keys();
        var pairs = _equal.Count == 0
            ? RowPairs.Of(new int[Affordable(rows)], new int[rows.Item2])
            : KeyPairs(numbers);
        if (_rest.Count == 0)
        {
            return pairs;
        }

        var condition = _rest.Aggregate((left, right) => new CallTerm(right.Place, "and", [left, right]));
        var holds = Clause.Of(_condition, [new(condition, "holds")])
            .Transform(_left.Paired([.. pairs.Lefts], _right, [.. pairs.Rights], JoinKind.Inner));
        if (holds.Schema["holds"].Type != DataType.Boolean)
        {
            throw new SchemaException(ClauseToken.Wrong(_condition, condition.Place, $"a condition is expected, not {holds.Schema["holds"].Type}"));
        }

        var data = (FixedColumn<bool>)holds.Data("holds");
        var kept = Enumerable.Range(0, data.Length).Where(row => !data.IsMissing(row) && data[row]).ToArray();
        return new([.. kept.Select(row => pairs.Lefts[row])], [.. kept.Select(row => pairs.Rights[row])]);
    }

    RowPairs KeyPairs(Keys numbers)
    {
        string[] names = [.. _equal.Select((_, i) => $"{i}")];
        var left = Keyed(_left, _equal.Select(pair => pair.Left));
        var right = Keyed(_right, _equal.Select(pair => pair.Right));
        for (var i = 0; i < names.Length; i++)
        {
            var (here, there) = (left.Schema[names[i]].Type, right.Schema[names[i]].Type);
            if (here == there || (here, there) is (DataType.Int32 or DataType.Int64, DataType.Int32 or DataType.Int64))
            {
                continue;
            }

            if (!here.IsNumeric() || !there.IsNumeric())
            {
                throw new SchemaException(ClauseToken.Wrong(_condition, _equal[i].Right.Place, $"{there} stands where {here} is expected"));
            }

            (left, right) = (AsNumber(left, names[i]), AsNumber(right, names[i]));
        }

        var theirs = Numbered(numbers, right, names, grows: true);
        return RowPairs.Of(Numbered(numbers, left, names, grows: false), theirs);
    }

    /// <summary>What is missing, and NaN, equals nothing.</summary>
    static int[] Numbered(Keys numbers, Table table, string[] names, bool grows)
    {
        var keys = numbers.Number(table, names, grows);
        var data = Array.ConvertAll(names, table.Data);
        for (var row = 0; row < keys.Length; row++)
        {
            if (Array.Exists(data, each => each.IsMissing(row) || each is FixedColumn<double> wide && double.IsNaN(wide[row])
                || each is FixedColumn<float> single && float.IsNaN(single[row])))
            {
                keys[row] = -1;
            }
        }

        return keys;
    }

    Table Keyed(Table table, IEnumerable<Term> terms) => Clause.Of(_condition, terms.Select((term, i) => new Item(term, $"{i}"))).Transform(table);

    static Table AsNumber(Table table, string column) => table.Compute(string.Join(", ", table.Schema.Fields.Select(field =>
        field.Name == column ? $"cast(`{column}` as double) as `{column}`" : $"`{field.Name}`")));

    static int Affordable((int Left, int Right) rows) => (long)rows.Left * rows.Right <= 100_000_000 ? rows.Left : throw new SchemaException(
        $"Without an equality between the tables, {rows.Left} rows would be compared with {rows.Right} each, which is too much.");

    /// <summary>The table that all columns of a term are of; null where there are none, or of both.</summary>
    static string? Of(Term term)
    {
        var tables = new HashSet<string>();
        term.Replace(each =>
        {
            if (each is ColumnTerm column)
            {
                tables.Add(column.Name[..2]);
            }

            return null;
        });
        return tables.Count == 1 ? tables.Single() : null;
    }

    Term Qualified(Term term, string clause) => term.Replace(each => each is not ColumnTerm column || _both.Has(column.Name) ? null
        : (_both.Has(A + column.Name), _both.Has(B + column.Name)) switch
        {
            (true, false) => column with { Name = A + column.Name },
            (false, true) => column with { Name = B + column.Name },
            (true, true) => throw new SchemaException(ClauseToken.Wrong(
                clause, column.Place, $"both tables have a column '{column.Name}': a.{column.Name}, or b.{column.Name}")),
            _ => throw new SchemaException(ClauseToken.Wrong(clause, column.Place,
                $"there is no column '{column.Name}' in either table.{Nearest.Hint(column.Name, _both.Fields.SelectMany(field => (string[])[field.Name, field.Name[2..]]))}".TrimEnd('.'))),
        });

    IEnumerable<Item> Expanded(Item item, string select, JoinKind kind)
    {
        if (item.Term is not null)
        {
            return [item with { Term = Qualified(item.Term, select) }];
        }

        if (item.Name.Length > 0)
        {
            return [item];
        }

        var shared = _equal
            .Where(pair => pair is (ColumnTerm left, ColumnTerm right) && left.Name[2..] == right.Name[2..])
            .Select(pair => ((ColumnTerm)pair.Left).Name[2..])
            .ToHashSet();
        return _both.Fields
            .Where(field => !(field.Name.StartsWith(B, StringComparison.Ordinal) && shared.Contains(field.Name[2..])))
            .Select(field => new Item(kind is JoinKind.Right or JoinKind.Full && shared.Contains(field.Name[2..])
                ? new CallTerm(0, "coalesce", [new ColumnTerm(0, A + field.Name[2..]), new ColumnTerm(0, B + field.Name[2..])])
                : new ColumnTerm(0, field.Name), field.Name[2..]));
    }
}
