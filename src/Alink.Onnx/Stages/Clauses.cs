using Alink.Tables;

namespace Alink.Onnx;

/// <summary>Clauses of SQL: of numbers and booleans nearly all, of texts what chooses, joins and compares them with others that are written down.</summary>
static class Clauses
{
    public static void Add(Converters all)
    {
        all.Add<Select>((stage, rows) =>
        {
            // All is read before anything is written, so that columns can change their names.
            var fields = stage.Transform(rows.Schema);
            var made = Clause.Parse(stage.Clause).Items
                .Where(item => item.Term is null ? item.Name.Length > 0 : item.Term is not ColumnTerm column || column.Name != item.Name)
                .Select(item => (item.Name, Value: Column(rows, item.Term, isText: item.Term is not null && fields[item.Name].Type == DataType.String))).ToArray();
            Array.ForEach(made, column => rows.Write(column.Name, column.Value));
        });
        all.Add<Where>((stage, rows) =>
        {
            var term = Condition.Parse(stage.Clause).Term;
            rows.LeaveOut(!new Row(rows).Of(term).As(ElementType.Boolean).Holds.InEachRow(rows, term));
        });
    }

    static Value Column(Rows rows, Term? term, bool isText)
    {
        if (term is ColumnTerm column)
        {
            return rows.Read(column.Name);
        }

        var made = new Row(rows).Of(term ?? throw new OnnxExportException("the columns of one table are not picked by its name"));
        return isText && made.Missing is not null ? throw new OnnxExportException("an ONNX model has no missing text")
            : made.OrNaN.InEachRow(rows, term);
    }

    /// <summary>A value that may be a constant, for each row.</summary>
    static Value InEachRow(this Value value, Rows rows, Term term)
    {
        var counted = rows.Read(FirstColumn(term) ?? rows.Schema.Fields.First(field => !field.IsNullable || field.Type != DataType.String).Name);
        return value.Filling(counted.RowCount(), value.Graph.Constant(new[] { 1L }, 1), 1);
    }

    static string? FirstColumn(Term term) => term is ColumnTerm column ? column.Name
        : (term as CallTerm)?.Arguments.Select(FirstColumn).FirstOrDefault(name => name is not null);

    /// <summary>What a term makes of each row.</summary>
    /// <param name="Value">Its value; anything where it is missing.</param>
    /// <param name="Missing">Whether it is missing; null where it never is.</param>
    sealed record Made(Value Value, Value? Missing)
    {
        /// <summary>The text, where it is written down.</summary>
        public string? Text { get; init; }

        /// <summary>Whether it is NULL, written down.</summary>
        public bool IsNull { get; init; }

        public bool IsWhole => Value.Type is ElementType.Int64 or ElementType.Int32;

        public Value Number => Value.As(ElementType.Double);

        public Value IsMissing => Missing ?? Value.Graph.Constant(new[] { false }, 1);

        public Value Holds => Missing is null ? Value : Value & !Missing;

        /// <summary>The value, NaN where it is missing.</summary>
        public Value OrNaN => Missing is null ? Value : Missing.Then(double.NaN, As(ElementType.Double).Value);

        public Made As(ElementType type) => (type == ElementType.String) == (Value.Type == ElementType.String) ? this with { Value = Value.As(type) }
            : throw new OnnxExportException("an ONNX model has no missing text");
    }

    /// <summary>Computes terms of the columns of rows.</summary>
    sealed class Row(Rows rows)
    {
        /// <summary>Doubles from which on a whole number is beyond 64 bits, or nearly.</summary>
        const double Beyond = 9.2233720368547e18;

        public Made Of(Term term) => term switch
        {
            LiteralTerm literal => Literal(literal),
            ColumnTerm column => Column(column.Name),
            CallTerm call => Call(call, Functions.NameOf(call), [.. call.Arguments.Select(Of)]),
            _ => throw new ArgumentOutOfRangeException(nameof(term), term, "There is no such term."),
        };

        Made Literal(LiteralTerm literal) => literal.Value switch
        {
            null => new(Constant(new[] { 0.0 }), Constant(new[] { true })) { IsNull = true },
            string text => new(Constant(new[] { text }), null) { Text = text },
            bool flag => new(Constant(new[] { flag }), null),
            long whole => new(Constant(new[] { whole }), null),
            var number => new(Constant(new[] { (double)number }), null),
        };

        Made Column(string name)
        {
            var field = rows.Schema[name];
            if (field.Type is DataType.Vector or DataType.DateTimeOffset)
            {
                throw new OnnxExportException($"nothing is computed of column '{name}', which holds {field.Type}");
            }

            var value = rows.Read(name);
            return !field.IsNullable ? new(value, null)
                : new(field.Type == DataType.Boolean ? !value.Is(0) : value, value.IsNaN());
        }

        Made Call(CallTerm call, string name, Made[] args) => name switch
        {
            "and" => And(args[0], args[1]),
            "or" => Not(And(Not(args[0]), Not(args[1]))),
            "not" => Not(args[0]),
            "is null" => new(args[0].IsMissing, null),
            "is distinct from" => new(Distinct(args[0], args[1]), null),
            "=" or "<>" or "<" or "<=" or ">" or ">=" => Strict(args, Compared(name, args[0], args[1])),
            "in" => args[1..].Select(each => Strict([args[0], each], Compared("=", args[0], each)))
                .Aggregate((left, right) => Not(And(Not(left), Not(right)))),
            "case" or "if" => Case(args),
            "coalesce" or "ifnull" => Coalesce(args),
            "nullif" => args[0] with { Missing = args[0].IsMissing | Strict(args, Compared("=", args[0], args[1])).Holds },
            "greatest" or "least" when args.All(each => each.Value.Type != ElementType.String) => Extreme(args, name == "greatest"),
            "+" or "-" or "*" => Strict(args, Arithmetic(name, args[0], args[1])),
            "/" or "%" or "mod" or "div" => Divided(name, args[0], args[1]),
            "negative" when args[0].IsWhole => Strict(args, Arithmetic("-", Literal(new(0, DataType.Int64, 0L)), args[0])),
            "abs" when args[0].IsWhole => Strict(args, Whole(args[0]).Abs().Unless(Whole(args[0]).Is(long.MinValue), TooLarge)),
            "ceil" or "floor" or "round" when args[0].IsWhole => args[0],
            "negative" => Strict(args, -args[0].Number),
            "abs" => Strict(args, args[0].Number.Abs()),
            "ceil" => Strict(args, args[0].Number.Through("Ceil")),
            "floor" => Strict(args, args[0].Number.Floor()),
            "sign" => Strict(args, args[0].IsWhole ? Whole(args[0]).Through("Sign")
                : args[0].Number.IsNaN().Then(args[0].Number, args[0].Number.Through("Sign"))),
            "round" => Strict(args[..1], Rounded(args[0].Number, call.Arguments is [_, LiteralTerm { Value: long digits }] ? digits : 0)),
            "sqrt" => Strict(args, args[0].Number.Through("Sqrt")),
            "exp" => Strict(args, args[0].Number.Exp()),
            "ln" => Strict(args, args[0].Number.Log()),
            "log2" => Strict(args, args[0].Number.Log() / Math.Log(2)),
            "log10" => Strict(args, args[0].Number.Log() / Math.Log(10)),
            "sin" => Strict(args, args[0].Number.Through("Sin")),
            "cos" => Strict(args, args[0].Number.Through("Cos")),
            "tan" => Strict(args, args[0].Number.Through("Sin") / args[0].Number.Through("Cos")),
            "tanh" => Strict(args, args[0].Number.Through("Tanh")),
            "power" => Strict(args, args[0].Number.Pow(args[1].Number)),
            "concat" when args.All(each => each.Value.Type == ElementType.String) => new(args.Select(each => each.Value).Aggregate((left, right) => left + right), null),
            _ => throw new OnnxExportException($"'{name}' of what it is given here is not translated"),
        };

        const string TooLarge = "a whole number is beyond 64 bits";

        Value Constant(Array elements) => rows.Graph.Constant(elements, 1);

        static Value Whole(Made made) => made.Value.As(ElementType.Int64);

        /// <summary>A value that is missing where one of those that it is made of is.</summary>
        static Made Strict(Made[] of, Value value) =>
            new(value, of.Select(each => each.Missing).Aggregate((left, right) => left is null ? right : right is null ? left : left | right));

        static Made Not(Made made) => made.IsNull ? made : made with { Value = !made.Value };

        /// <summary>One that is false decides, whatever the other is.</summary>
        static Made And(Made left, Made right)
        {
            (left, right) = (left.As(ElementType.Boolean), right.As(ElementType.Boolean));
            var both = Strict([left, right], left.Value & right.Value);
            return both.Missing is null ? both : both with { Missing = both.Missing & !Not(left).Holds & !Not(right).Holds };
        }

        static Value Compared(string name, Made left, Made right)
        {
            if (left.Value.Type == ElementType.String)
            {
                var (text, other) = left.Text is null ? (left, right) : (right, left);
                return name is not ("=" or "<>") || other.Text is null ? throw new OnnxExportException("texts are only compared with some that are written down")
                    : text.Value.PlaceAmong([other.Text]) is var place && name == "=" ? place >= 0 : place < 0;
            }

            var (x, y) = left.IsWhole && right.IsWhole ? (Whole(left), Whole(right)) : (left.Number, right.Number);
            return name switch
            {
                "=" => x.Is(y),
                "<>" => !x.Is(y),
                "<" => x < y,
                "<=" => x <= y,
                ">" => x > y,
                _ => x >= y,
            };
        }

        static Value Distinct(Made left, Made right)
        {
            var differs = Compared("<>", left, right) & !(left.IsMissing | right.IsMissing);
            return differs | (left.IsMissing & !right.IsMissing) | (right.IsMissing & !left.IsMissing);
        }

        /// <summary>Conditions and values in turn, and the value where none holds.</summary>
        static Made Case(Made[] args)
        {
            var last = args[^1];
            var type = Common([.. args[..^1].Where((_, i) => i % 2 == 1), last]);
            return Enumerable.Range(0, args.Length / 2).Reverse().Aggregate(last.As(type), (otherwise, i) =>
            {
                var (holds, value) = (args[2 * i].As(ElementType.Boolean).Holds, args[(2 * i) + 1].As(type));
                var isMissing = value.Missing is null && otherwise.Missing is null ? null : Chosen(holds, value.IsMissing, otherwise.IsMissing);
                return new(Chosen(holds, value.Value, otherwise.Value), isMissing);
            });
        }

        static Made Coalesce(Made[] args)
        {
            var type = Common(args);
            return args.Select(each => each.As(type)).Reverse().Aggregate((otherwise, each) => each.Missing is not { } missing ? each
                : new(Chosen(missing, otherwise.Value, each.Value), otherwise.Missing is null ? null : missing & otherwise.Missing));
        }

        /// <summary>One value or another; ONNX Runtime chooses among anything but booleans.</summary>
        static Value Chosen(Value isOne, Value one, Value other) =>
            one.Type == ElementType.Boolean ? (isOne & one) | (!isOne & other) : isOne.Then(one, other);

        static Made Extreme(Made[] args, bool isGreatest)
        {
            var type = Common(args) is ElementType.Int64 or ElementType.Int32 ? ElementType.Int64 : ElementType.Double;
            var best = args.Select(each => each.As(type).Value).Aggregate((best, each) => Beats(each, best).Then(each, best));
            return Strict(args, best);

            // NaN stands above all numbers.
            Value Beats(Value each, Value best)
            {
                var (above, below) = isGreatest ? (each, best) : (best, each);
                return type == ElementType.Int64 ? above > below : (above > below) | (above.IsNaN() & !below.IsNaN());
            }
        }

        /// <summary>The type of several values, numbers widened.</summary>
        static ElementType Common(Made[] values)
        {
            var types = values.Where(each => !each.IsNull).Select(each => each.Value.Type).Distinct().ToArray();
            return types.Length == 1 ? types[0] : types.Length > 1 && types.All(type => type is ElementType.Int32 or ElementType.Int64) ? ElementType.Int64
                : ElementType.Double;
        }

        static Value Arithmetic(string name, Made left, Made right)
        {
            if (!left.IsWhole || !right.IsWhole)
            {
                return Computed(left.Number, right.Number);
            }

            var isBeyond = Computed(left.Number, right.Number).Abs() >= Beyond;
            return Computed(Whole(left), Whole(right)).Unless(isBeyond, TooLarge);

            Value Computed(Value x, Value y) => name == "+" ? x + y : name == "-" ? x - y : x * y;
        }

        /// <summary>What is divided by 0 is missing.</summary>
        static Made Divided(string name, Made left, Made right)
        {
            var isWhole = left.IsWhole && right.IsWhole && name != "/";
            var (x, y) = isWhole ? (Whole(left), Whole(right)) : (left.Number, right.Number);
            var isZero = y.Is(0);
            var all = Strict([left, right], x);
            return new(Quotient(), all.Missing is null ? isZero : all.Missing | isZero);

            Value Quotient()
            {
                if (name == "/" || (name == "div" && !isWhole))
                {
                    var quotient = x / y;
                    return name == "/" ? quotient : (quotient < 0).Then(quotient.Through("Ceil"), quotient.Floor());
                }

                // Processors do not divide the least whole number by -1.
                var isBeyond = x.Is(long.MinValue) & y.Is(-1);
                var divisor = isWhole ? (isZero | y.Is(-1)).Then(1, y) : y;
                return name != "div" ? x.Graph.Node("Mod", x.Type, 1, [x, divisor], ("fmod", 1L))
                    : y.Is(-1).Then(-(isBeyond.Then(0, x)), x / divisor).Unless(isBeyond, TooLarge);
            }
        }

        /// <summary>Halves away from 0.</summary>
        static Value Rounded(Value x, long digits)
        {
            var scale = Math.Pow(10, digits);
            var rounded = ((x.Abs() * scale) + 0.49999999999999994).Floor() / scale;
            return (x.Abs() < 1e16).Then((x < 0).Then(-rounded, rounded), x);
        }
    }
}
