namespace Alink;

/// <summary>The functions of expressions; operators are functions whose names are their marks.</summary>
static partial class Functions
{
    static readonly Dictionary<string, Function> All = new(StringComparer.Ordinal)
    {
        ["or"] = new(2, 2, (binder, call, args) => Logic(binder, call, args, deciding: true)),
        ["and"] = new(2, 2, (binder, call, args) => Logic(binder, call, args, deciding: false)),
        ["not"] = new(1, 1, (binder, call, args) => Strict(call, DataType.Boolean, [Condition(binder, args[0])], cell => cell.Set(args[0].Cell.Integer == 0))),
        ["is null"] = new(1, 1, IsNull),
        ["is distinct from"] = new(2, 2, IsDistinct),
        ["="] = new(2, 2, (binder, call, args) => Equal(binder, call, args, wanted: true)),
        ["<>"] = new(2, 2, (binder, call, args) => Equal(binder, call, args, wanted: false)),
        ["<"] = new(2, 2, (binder, call, args) => Ordered(binder, call, args, sign => sign < 0, (x, y) => x < y)),
        ["<="] = new(2, 2, (binder, call, args) => Ordered(binder, call, args, sign => sign <= 0, (x, y) => x <= y)),
        [">"] = new(2, 2, (binder, call, args) => Ordered(binder, call, args, sign => sign > 0, (x, y) => x > y)),
        [">="] = new(2, 2, (binder, call, args) => Ordered(binder, call, args, sign => sign >= 0, (x, y) => x >= y)),
        ["in"] = new(2, int.MaxValue, In),
        ["like"] = new(2, 3, Like),
        ["case"] = new(3, int.MaxValue, Case),
        ["if"] = new(3, 3, Case),
        ["cast"] = new(2, 2, (binder, call, args) => Cast(binder, call, args[0], TypeOf(binder, args[1]), isTried: false)),
        ["try_cast"] = new(2, 2, (binder, call, args) => Cast(binder, call, args[0], TypeOf(binder, args[1]), isTried: true)),
        ["coalesce"] = new(1, int.MaxValue, Coalesce),
        ["ifnull"] = new(2, 2, Coalesce),
        ["nullif"] = new(2, 2, NullIf),
        ["greatest"] = new(1, int.MaxValue, (binder, call, args) => Extreme(binder, call, args, sign: 1)),
        ["least"] = new(1, int.MaxValue, (binder, call, args) => Extreme(binder, call, args, sign: -1)),
        ["+"] = new(2, 2, (binder, call, args) => Arithmetic(binder, call, args, (x, y) => checked(x + y), (x, y) => x + y)),
        ["-"] = new(2, 2, (binder, call, args) => Arithmetic(binder, call, args, (x, y) => checked(x - y), (x, y) => x - y)),
        ["*"] = new(2, 2, (binder, call, args) => Arithmetic(binder, call, args, (x, y) => checked(x * y), (x, y) => x * y)),
        ["/"] = new(2, 2, (binder, call, args) => Divided(binder, call, args)),
        ["%"] = new(2, 2, (binder, call, args) => Divided(binder, call, args, (x, y) => y == -1 ? 0 : x % y, (x, y) => x % y)),
        ["mod"] = new(2, 2, (binder, call, args) => Divided(binder, call, args, (x, y) => y == -1 ? 0 : x % y, (x, y) => x % y)),
        ["div"] = new(2, 2, (binder, call, args) => Divided(binder, call, args, (x, y) => checked(x / y), (x, y) => Math.Truncate(x / y))),
        ["negative"] = new(1, 1, (binder, call, args) => Signed(binder, call, args, x => checked(-x), x => -x)),
        ["abs"] = new(1, 1, (binder, call, args) => Signed(binder, call, args, Math.Abs, Math.Abs)),
        ["sign"] = new(1, 1, (binder, call, args) => Signed(binder, call, args, x => Math.Sign(x), x => double.IsNaN(x) ? x : Math.Sign(x))),
        ["ceil"] = new(1, 1, (binder, call, args) => Signed(binder, call, args, x => x, Math.Ceiling)),
        ["floor"] = new(1, 1, (binder, call, args) => Signed(binder, call, args, x => x, Math.Floor)),
        ["round"] = new(1, 2, Round),
        ["sqrt"] = Number(Math.Sqrt),
        ["exp"] = Number(Math.Exp),
        ["ln"] = Number(Math.Log),
        ["log2"] = Number(Math.Log2),
        ["log10"] = Number(Math.Log10),
        ["sin"] = Number(Math.Sin),
        ["cos"] = Number(Math.Cos),
        ["tan"] = Number(Math.Tan),
        ["tanh"] = Number(Math.Tanh),
        ["power"] = new(2, 2, (binder, call, args) => Numbers(binder, call, args, Math.Pow)),
        ["upper"] = Text(text => text.ToUpperInvariant()),
        ["lower"] = Text(text => text.ToLowerInvariant()),
        ["trim"] = Text(text => text.Trim()),
        ["ltrim"] = Text(text => text.TrimStart()),
        ["rtrim"] = Text(text => text.TrimEnd()),
        ["reverse"] = Text(Reversed),
        ["length"] = new(1, 1, (binder, call, args) => Strict(call, DataType.Int64, Texts(binder, args), cell => cell.Set((long)Runes(args[0].Cell.Text)))),
        ["concat"] = new(1, int.MaxValue, Concat),
        ["replace"] = new(3, 3, Replace),
        ["position"] = new(2, 2, Position),
        ["substring"] = new(2, 3, Substring),
        ["year"] = Moment(moment => moment.Year),
        ["month"] = Moment(moment => moment.Month),
        ["day"] = Moment(moment => moment.Day),
        ["hour"] = Moment(moment => moment.Hour),
        ["minute"] = Moment(moment => moment.Minute),
        ["second"] = Moment(moment => moment.Second),
        ["day_of_week"] = Moment(moment => moment.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)moment.DayOfWeek),
        ["epoch_seconds"] = Moment(moment => moment.ToUnixTimeSeconds()),
    };

    static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["ceiling"] = "ceil",
        ["pow"] = "power",
        ["log"] = "ln",
        ["char_length"] = "length",
        ["substr"] = "substring",
        ["nvl"] = "ifnull",
        ["instr"] = "position",
    };

    /// <summary>The one name of a function that has several.</summary>
    public static string NameOf(CallTerm call) => OtherNames.GetValueOrDefault(call.Function, call.Function);

    /// <summary>What binds a function to its arguments.</summary>
    public static Func<ExpressionBinder, CallTerm, Operand[], Operand> Find(CallTerm call, ExpressionBinder binder)
    {
        var name = NameOf(call);
        if (!All.TryGetValue(name, out var function))
        {
            throw binder.Wrong(call, Aggregates.Has(name) ? $"{name.ToUpperInvariant()} stands only in the clause of a group"
                : $"there is no function '{call.Function}'.{Nearest.Hint(call.Function, Names)}".TrimEnd('.'));
        }

        return call.IsDistinct ? throw binder.Wrong(call, $"{call.Function} takes no DISTINCT")
            : call.Arguments.Length >= function.Least && call.Arguments.Length <= function.Most ? function.Bind
            : throw binder.Wrong(call, $"{call.Function} takes {Counted(function)}, not {call.Arguments.Length}");
    }

    /// <summary>The names that can be written, for hints.</summary>
    static IEnumerable<string> Names => All.Keys.Concat(OtherNames.Keys)
        .Where(name => char.IsLetter(name[0]) && !name.Contains(' ') && name is not ("and" or "or" or "not" or "in" or "like" or "negative"))
        .Concat(Aggregates.Names);

    static string Counted(Function function) =>
        function.Least == function.Most ? $"{function.Least} value{(function.Least == 1 ? "" : "s")}"
        : function.Most == int.MaxValue ? $"at least {function.Least} values"
        : $"from {function.Least} to {function.Most} values";

    static Operand Strict(CallTerm call, DataType type, Operand[] from, Action<Cell> set, bool isNullable = false) =>
        ExpressionBinder.Strict(call, type, from, set, isNullable);

    static Operand Condition(ExpressionBinder binder, Operand operand) => operand.IsNull || operand.Type == DataType.Boolean ? operand
        : throw binder.Wrong(operand.Term, $"a condition is expected, not {operand.Type}");

    static Operand Numeric(ExpressionBinder binder, Operand operand) => operand.IsNumber ? operand
        : throw binder.Wrong(operand.Term, $"a number is expected, not {operand.Type}");

    static Operand[] Texts(ExpressionBinder binder, Operand[] operands) => Array.Find(operands, each => !each.IsText) is { } other
        ? throw binder.Wrong(other.Term, $"text is expected, not {other.Type}")
        : operands;

    static Function Number(Func<double, double> of) => new(1, 1, (binder, call, args) =>
        Strict(call, DataType.Double, [Numeric(binder, args[0])], cell => cell.Set(of(args[0].Cell.Number))));

    static Function Text(Func<string, string> of) => new(1, 1, (binder, call, args) =>
        Strict(call, DataType.String, Texts(binder, args), cell => cell.Set(of(args[0].Cell.Text))));

    static Function Moment(Func<DateTimeOffset, long> of) => new(1, 1, (binder, call, args) =>
        args[0].Type == DataType.DateTimeOffset || args[0].IsNull
            ? Strict(call, DataType.Int64, args, cell => cell.Set(of(args[0].Cell.Time)))
            : throw binder.Wrong(args[0].Term, $"a moment is expected, not {args[0].Type}; CAST(… AS TIMESTAMP) makes one of text"));

    /// <param name="Least">How many arguments it takes.</param>
    /// <param name="Most">How many at most.</param>
    /// <param name="Bind">Binds it to its arguments.</param>
    sealed record Function(int Least, int Most, Func<ExpressionBinder, CallTerm, Operand[], Operand> Bind);
}
