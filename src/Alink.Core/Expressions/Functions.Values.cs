namespace Alink;

/// <content>Conditions, comparisons, choices and numbers.</content>
static partial class Functions
{
    /// <summary>AND and OR: one value decides whatever the other is; without it, a
    /// missing one leaves it open.</summary>
    static Operand Logic(ExpressionBinder binder, CallTerm call, Operand[] args, bool deciding)
    {
        var (left, right) = (Condition(binder, args[0]), Condition(binder, args[1]));
        return ExpressionBinder.Free(call, DataType.Boolean, left.IsNullable || right.IsNullable, cell => () =>
        {
            left.Run();
            var isLeftMissing = left.Cell.IsMissing;
            if (!isLeftMissing && left.Cell.Integer != 0 == deciding)
            {
                cell.Set(deciding);
                return;
            }

            right.Run();
            if (!right.Cell.IsMissing && right.Cell.Integer != 0 == deciding)
            {
                cell.Set(deciding);
            }
            else if (isLeftMissing || right.Cell.IsMissing)
            {
                cell.SetMissing();
            }
            else
            {
                cell.Set(!deciding);
            }
        });
    }

    static Operand IsNull(ExpressionBinder binder, CallTerm call, Operand[] args) =>
        ExpressionBinder.Free(call, DataType.Boolean, isNullable: false, cell => () =>
        {
            args[0].Run();
            cell.Set(args[0].Cell.IsMissing);
        });

    /// <summary>Whether two values differ, where a missing value equals a missing value.</summary>
    static Operand IsDistinct(ExpressionBinder binder, CallTerm call, Operand[] args)
    {
        var (left, right) = Comparable(binder, args[0], args[1]);
        var equal = Same(left, right);
        return ExpressionBinder.Free(call, DataType.Boolean, isNullable: false, cell => () =>
        {
            left.Run();
            right.Run();
            cell.Set(left.Cell.IsMissing || right.Cell.IsMissing ? left.Cell.IsMissing != right.Cell.IsMissing : !equal());
        });
    }

    /// <summary>Two values of one kind; a text that is compared with a moment is read as one.</summary>
    static (Operand Left, Operand Right) Comparable(ExpressionBinder binder, Operand left, Operand right)
    {
        (left, right) = (left.Type, right.Type) switch
        {
            (DataType.DateTimeOffset, DataType.String) when !right.IsNull => (left, binder.AsMoment(right)),
            (DataType.String, DataType.DateTimeOffset) when !left.IsNull => (binder.AsMoment(left), right),
            _ => (left, right),
        };
        return binder.Common([left, right]) == DataType.Vector
            ? throw binder.Wrong(left.Term, "vectors are not compared")
            : (left, right);
    }

    static Operand Equal(ExpressionBinder binder, CallTerm call, Operand[] args, bool wanted)
    {
        var (left, right) = Comparable(binder, args[0], args[1]);
        var equal = Same(left, right);
        return Strict(call, DataType.Boolean, [left, right], cell => cell.Set(equal() == wanted));
    }

    /// <summary>Whether two values that are there are equal.</summary>
    static Func<bool> Same(Operand left, Operand right) =>
        left.IsText ? () => left.Cell.Utf8.SequenceEqual(right.Cell.Utf8)
        : left.Type == DataType.DateTimeOffset ? () => left.Cell.Time == right.Cell.Time
        : left.IsWhole && right.IsWhole ? () => left.Cell.Integer == right.Cell.Integer
        : () => left.Cell.Number == right.Cell.Number;

    static Operand Ordered(
        ExpressionBinder binder, CallTerm call, Operand[] args, Predicate<int> sign, Func<double, double, bool> numbers)
    {
        var (left, right) = Comparable(binder, args[0], args[1]);
        // NaN is in no order with any number.
        Func<bool> holds = left.IsNumber && right.IsNumber && !(left.IsWhole && right.IsWhole)
            ? () => numbers(left.Cell.Number, right.Cell.Number)
            : () => sign(Compared(left, right));
        return Strict(call, DataType.Boolean, [left, right], cell => cell.Set(holds()));
    }

    /// <summary>Texts by the values of their characters, NaN above all numbers.</summary>
    static int Compared(Operand left, Operand right) =>
        left.Type == DataType.String ? left.Cell.Utf8.SequenceCompareTo(right.Cell.Utf8)
        : left.Type == DataType.DateTimeOffset ? left.Cell.Time.CompareTo(right.Cell.Time)
        : left.IsWhole && right.IsWhole ? left.Cell.Integer.CompareTo(right.Cell.Integer)
        : Table.Compare(left.Cell.Number, right.Cell.Number);

    static Operand In(ExpressionBinder binder, CallTerm call, Operand[] args)
    {
        // A loop, not ORs: as many calls one in another as a list is long would take the stack.
        Operand[] equal = [.. args[1..].Select(each => Equal(binder, call, [args[0], each], wanted: true))];
        return ExpressionBinder.Free(call, DataType.Boolean, equal.Any(each => each.IsNullable), cell => () =>
        {
            var isOpen = false;
            foreach (var each in equal)
            {
                if (each.Holds())
                {
                    cell.Set(true);
                    return;
                }

                isOpen |= each.Cell.IsMissing;
            }

            cell.Set(false);
            if (isOpen)
            {
                cell.SetMissing();
            }
        });
    }

    /// <summary>Conditions and values in turn, and the value where none holds.</summary>
    static Operand Case(ExpressionBinder binder, CallTerm call, Operand[] args)
    {
        var conditions = args[..^1].Where((_, i) => i % 2 == 0).Select(each => Condition(binder, each)).ToArray();
        Operand[] values = [.. args[..^1].Where((_, i) => i % 2 == 1), args[^1]];
        return ExpressionBinder.Free(call, binder.Common(values), values.Any(each => each.IsNullable), cell => () =>
        {
            var i = 0;
            while (i < conditions.Length && !conditions[i].Holds())
            {
                i++;
            }

            values[i].Run();
            cell.Set(values[i].Cell);
        });
    }

    static Operand Coalesce(ExpressionBinder binder, CallTerm call, Operand[] args) =>
        ExpressionBinder.Free(call, binder.Common(args), args.All(each => each.IsNullable), cell => () =>
        {
            foreach (var each in args)
            {
                each.Run();
                cell.Set(each.Cell);
                if (!cell.IsMissing)
                {
                    return;
                }
            }
        });

    static Operand NullIf(ExpressionBinder binder, CallTerm call, Operand[] args)
    {
        var equal = Equal(binder, call, args, wanted: true);
        return ExpressionBinder.Free(call, binder.Common([args[0]]), isNullable: true, cell => () =>
        {
            var isEqual = equal.Holds();
            args[0].Run();
            cell.Set(args[0].Cell);
            if (isEqual)
            {
                cell.SetMissing();
            }
        });
    }

    static Operand Extreme(ExpressionBinder binder, CallTerm call, Operand[] args, int sign)
    {
        var type = binder.Common(args);
        if (type == DataType.Vector)
        {
            throw binder.Wrong(call, "vectors have no order");
        }

        return Strict(call, type, args, cell =>
        {
            var best = args[0];
            foreach (var each in args)
            {
                best = Compared(each, best) * sign > 0 ? each : best;
            }

            cell.Set(best.Cell);
        });
    }

    static Operand Arithmetic(
        ExpressionBinder binder, CallTerm call, Operand[] args, Func<long, long, long> whole, Func<double, double, double> number)
    {
        var (left, right) = (Numeric(binder, args[0]), Numeric(binder, args[1]));
        return left.IsWhole && right.IsWhole
            ? Strict(call, DataType.Int64, args, cell => cell.Set(whole(left.Cell.Integer, right.Cell.Integer)))
            : Strict(call, DataType.Double, args, cell => cell.Set(number(left.Cell.Number, right.Cell.Number)));
    }

    /// <summary>A division by 0 has no result; without <paramref name="whole"/> whole numbers are divided as others
    /// are.</summary>
    static Operand Divided(
        ExpressionBinder binder, CallTerm call, Operand[] args, Func<long, long, long>? whole = null,
        Func<double, double, double>? number = null)
    {
        var (left, right) = (Numeric(binder, args[0]), Numeric(binder, args[1]));
        Action<Cell> set = left.IsWhole && right.IsWhole && whole is not null
            ? cell => cell.Set(whole(left.Cell.Integer, right.Cell.Integer))
            : cell => cell.Set(number is null ? left.Cell.Number / right.Cell.Number : number(left.Cell.Number, right.Cell.Number));
        var type = left.IsWhole && right.IsWhole && whole is not null ? DataType.Int64 : DataType.Double;
        return Strict(call, type, args, cell =>
        {
            if (right.Cell.Number == 0)
            {
                cell.SetMissing();
            }
            else
            {
                set(cell);
            }
        }, isNullable: true);
    }

    static Operand Signed(
        ExpressionBinder binder, CallTerm call, Operand[] args, Func<long, long> whole, Func<double, double> number) =>
        Numeric(binder, args[0]).IsWhole
            ? Strict(call, DataType.Int64, args, cell => cell.Set(whole(args[0].Cell.Integer)))
            : Strict(call, DataType.Double, args, cell => cell.Set(number(args[0].Cell.Number)));

    static Operand Numbers(ExpressionBinder binder, CallTerm call, Operand[] args, Func<double, double, double> of)
    {
        var (left, right) = (Numeric(binder, args[0]), Numeric(binder, args[1]));
        return Strict(call, DataType.Double, args, cell => cell.Set(of(left.Cell.Number, right.Cell.Number)));
    }

    /// <summary>Half away from 0, as SQL rounds.</summary>
    static Operand Round(ExpressionBinder binder, CallTerm call, Operand[] args)
    {
        var digits = args.Length == 1 ? 0 : binder.Whole(args[1], "the number of digits");
        return digits is >= 0 and <= 15
            ? Signed(binder, call, args[..1], x => x, x => Math.Round(x, (int)digits, MidpointRounding.AwayFromZero))
            : throw binder.Wrong(args[1].Term, "the number of digits must be from 0 to 15");
    }
}
