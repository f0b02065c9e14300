using System.Globalization;
using System.Text;

namespace Alink;

/// <content>Texts, and values of other types.</content>
static partial class Functions
{
    static readonly Dictionary<string, DataType> Types = new(StringComparer.Ordinal)
    {
        ["BOOLEAN"] = DataType.Boolean,
        ["INT"] = DataType.Int32,
        ["INTEGER"] = DataType.Int32,
        ["BIGINT"] = DataType.Int64,
        ["LONG"] = DataType.Int64,
        ["FLOAT"] = DataType.Single,
        ["DOUBLE"] = DataType.Double,
        ["STRING"] = DataType.String,
        ["VARCHAR"] = DataType.String,
        ["TIMESTAMP"] = DataType.DateTimeOffset,
    };

    /// <summary>A value as one of another type.</summary>
    /// <param name="binder">The binder.</param>
    /// <param name="call">The term that asks.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">The other type.</param>
    /// <param name="isTried">Whether a value that is none of that type is missing; else it is an error.</param>
    public static Operand Cast(ExpressionBinder binder, CallTerm call, Operand value, DataType type, bool isTried)
    {
        var isMoment = value.Type == DataType.DateTimeOffset;
        if (!value.IsNull && (value.Type == DataType.Vector || (isMoment && type is not (DataType.DateTimeOffset or DataType.String))
            || (value.Type.IsNumeric() && type == DataType.DateTimeOffset)))
        {
            throw binder.Wrong(call, $"{value.Type} is never {type}");
        }

        return Strict(call, type, [value], cell =>
        {
            if (!TryCast(value.Cell, cell))
            {
                cell.SetMissing();
                if (!isTried)
                {
                    throw new RowException($"In row {binder.Row}, '{value.Cell.Shown}' is no {type}; TRY_CAST leaves it missing.");
                }
            }
        }, isNullable: isTried);
    }

    static DataType TypeOf(ExpressionBinder binder, Operand name) => Types.TryGetValue(name.Cell.Text, out var type) ? type
        : throw binder.Wrong(name.Term, $"there is no type '{name.Cell.Text}'.{Nearest.Hint(name.Cell.Text, Types.Keys)}".TrimEnd('.'));

    static bool TryCast(Cell from, Cell to)
    {
        var text = from.Type == DataType.String ? from.Text.Trim() : null;
        switch (to.Type)
        {
            case DataType.String:
                to.Set(from.Type == DataType.Single ? ((float)from.Number).ToString(CultureInfo.InvariantCulture) : from.Shown);
                return true;
            case DataType.DateTimeOffset when text is null:
                to.Set(from.Time);
                return true;
            case DataType.DateTimeOffset:
                var isMoment = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment);
                to.Set(moment);
                return isMoment;
            case DataType.Boolean when text is not null:
                var isBoolean = bool.TryParse(text, out var boolean);
                to.Set(boolean);
                return isBoolean;
            case DataType.Boolean:
                to.Set(from.Number != 0);
                return true;
            case DataType.Single or DataType.Double:
                var number = from.Number;
                var isNumber = text is null || ExpressionBinder.TryNumber(text, out number);
                to.Set(number);
                return isNumber;
            default:
                return TryWhole(from, text, to);
        }
    }

    /// <summary>A number is cut towards 0.</summary>
    static bool TryWhole(Cell from, string? text, Cell to)
    {
        var whole = from.Integer;
        if (text is not null ? !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole)
            : from.Type is DataType.Single or DataType.Double)
        {
            var number = from.Number;
            if ((text is not null && !ExpressionBinder.TryNumber(text, out number)) || !(Math.Abs(number) < 9.2233720368547e18))
            {
                return false;
            }

            whole = (long)number;
        }

        to.Set(whole);
        return to.Type == DataType.Int64 || whole is >= int.MinValue and <= int.MaxValue;
    }

    /// <summary>Values that are no texts stand as they are written.</summary>
    static Operand Concat(ExpressionBinder binder, CallTerm call, Operand[] args)
    {
        Operand[] texts = [.. args.Select(each => each.IsText ? each : Cast(binder, call, each, DataType.String, isTried: false))];
        return Strict(call, DataType.String, texts, cell => cell.Set(string.Concat(texts.Select(each => each.Cell.Text))));
    }

    static Operand Replace(ExpressionBinder binder, CallTerm call, Operand[] args) =>
        Strict(call, DataType.String, Texts(binder, args), cell => cell.Set(args[1].Cell.Text.Length == 0
            ? args[0].Cell.Text
            : args[0].Cell.Text.Replace(args[1].Cell.Text, args[2].Cell.Text, StringComparison.Ordinal)));

    /// <summary>The place of a part in a text, from 1; 0 where it is not in it.</summary>
    static Operand Position(ExpressionBinder binder, CallTerm call, Operand[] args) =>
        Strict(call, DataType.Int64, Texts(binder, args), cell =>
        {
            var at = args[0].Cell.Text.IndexOf(args[1].Cell.Text, StringComparison.Ordinal);
            cell.Set(at < 0 ? 0L : 1 + Runes(args[0].Cell.Text[..at]));
        });

    /// <summary>From a place, from 1, on; so many characters.</summary>
    static Operand Substring(ExpressionBinder binder, CallTerm call, Operand[] args)
    {
        Texts(binder, args[..1]);
        foreach (var number in args[1..])
        {
            if (!number.IsWhole && !number.IsNull)
            {
                throw binder.Wrong(number.Term, $"a whole number is expected, not {number.Type}");
            }
        }

        return Strict(call, DataType.String, args, cell =>
        {
            var text = args[0].Cell.Text;
            var count = args.Length == 3 ? args[2].Cell.Integer : long.MaxValue;
            var start = args[1].Cell.Integer - 1;
            var end = count > long.MaxValue - Math.Max(0, start) ? long.MaxValue : start + Math.Max(0, count);
            cell.Set(text[Place(text, start)..Math.Max(Place(text, start), Place(text, end))]);
        });
    }

    /// <summary>Where so many characters of a text end; one beyond 16 bits is one.</summary>
    static int Place(string text, long characters)
    {
        var at = 0;
        for (; characters > 0 && at < text.Length; characters--)
        {
            at += at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
        }

        return at;
    }

    static int Runes(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            count -= char.IsSurrogatePair(text[i - 1], text[i]) ? 1 : 0;
        }

        return count;
    }

    static string Reversed(string text)
    {
        var reversed = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Reverse())
        {
            reversed.Append(rune.ToString());
        }

        return reversed.ToString();
    }

    /// <summary>% stands for any characters, _ for one; what follows the escape character stands for itself.</summary>
    static Operand Like(ExpressionBinder binder, CallTerm call, Operand[] args)
    {
        Texts(binder, args);
        char? escape = null;
        if (args.Length == 3)
        {
            escape = args[2].Term is LiteralTerm { Value: string { Length: 1 } one } ? one[0]
                : throw binder.Wrong(args[2].Term, "the escape must be one character, written down");
        }

        string? last = null;
        var pattern = Array.Empty<(char Letter, bool IsWild)>();
        return Strict(call, DataType.Boolean, args[..2], cell =>
        {
            if (!ReferenceEquals(last, args[1].Cell.Text))
            {
                last = args[1].Cell.Text;
                pattern = Pattern(last, escape);
            }

            cell.Set(IsLike(args[0].Cell.Text, pattern));
        });
    }

    static (char Letter, bool IsWild)[] Pattern(string text, char? escape)
    {
        var pattern = new List<(char, bool)>();
        for (var i = 0; i < text.Length; i++)
        {
            var isEscaped = text[i] == escape && i + 1 < text.Length;
            i += isEscaped ? 1 : 0;
            pattern.Add((text[i], !isEscaped && text[i] is '%' or '_'));
        }

        return [.. pattern];
    }

    /// <summary>Goes back to the last % only, so that the time is at most the product of the lengths.</summary>
    static bool IsLike(string text, (char Letter, bool IsWild)[] pattern)
    {
        var (at, place, star, mark) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (place < pattern.Length && pattern[place] == ('%', true))
            {
                (star, mark) = (place++, at);
            }
            else if (place < pattern.Length && (pattern[place] == ('_', true) || (!pattern[place].IsWild && pattern[place].Letter == text[at])))
            {
                at += pattern[place].IsWild && at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
                place++;
            }
            else if (star >= 0)
            {
                (place, at) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        while (place < pattern.Length && pattern[place] == ('%', true))
        {
            place++;
        }

        return place == pattern.Length;
    }
}
