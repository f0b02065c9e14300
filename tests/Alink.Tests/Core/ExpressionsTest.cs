namespace Alink.Tests.Core;

public class ExpressionsTest
{
    static readonly Table Rows = Table
        .Of<int?>("whole", 7, -7, null)
        .With<double?>("number", 0.5, null, double.NaN)
        .With<string?>("text", "it's", null, "Zürich 😀")
        .With("flag", true, false, true)
        .With("big", long.MaxValue, 1L, 0L)
        .With("time", new DateTimeOffset(2024, 2, 29, 13, 5, 9, TimeSpan.FromHours(2)), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)
        .With("a b", 1, 2, 3)
        .With<Vector>("vector", [1.0], [2.0], [3.0]);

    /// <summary>Values of the first row, by hand from the rules that Clause states.</summary>
    [Theory]
    [InlineData("1 + 2 * 3", 7L)]
    [InlineData("(1 + 2) * 3", 9L)]
    [InlineData("10 - 2 - 3", 5L)]
    [InlineData("1 / 2", 0.5)]
    [InlineData("7 / 0", null)]
    [InlineData("7 % 0", null)]
    [InlineData("-7 % 3", -1L)]
    [InlineData("mod(7, 3)", 1L)]
    [InlineData("div(-7, 2)", -3L)]
    [InlineData("7.5 % 2", 1.5)]
    [InlineData("- -2", 2L)]
    [InlineData("-whole", -7L)]
    [InlineData("+whole", 7L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("1e3", 1000.0)]
    [InlineData(".5 + 1.", 1.5)]
    [InlineData("whole + number", 7.5)]
    [InlineData("flag + flag", 2L)]
    [InlineData("big % 10", 7L)]
    [InlineData("`a b` + 1", 2L)]
    [InlineData("abs(-3)", 3L)]
    [InlineData("abs(-3.5)", 3.5)]
    [InlineData("sign(-3.5)", -1.0)]
    [InlineData("ceil(1.2)", 2.0)]
    [InlineData("floor(-1.2)", -2.0)]
    [InlineData("round(2.5)", 3.0)]
    [InlineData("round(-2.345, 2)", -2.35)]
    [InlineData("round(whole)", 7L)]
    [InlineData("sqrt(16)", 4.0)]
    [InlineData("power(2, 10)", 1024.0)]
    [InlineData("ln(exp(2))", 2.0)]
    [InlineData("log10(1000)", 3.0)]
    [InlineData("log2(8)", 3.0)]
    [InlineData("greatest(1, 3, 2)", 3L)]
    [InlineData("least(1, 0.5)", 0.5)]
    [InlineData("greatest('a', 'b')", "b")]
    [InlineData("coalesce(null, null, 4)", 4L)]
    [InlineData("ifnull(whole, 0)", 7L)]
    [InlineData("nullif(whole, 7)", null)]
    [InlineData("nullif(whole, 8)", 7)]
    [InlineData("if(whole > 5, 'many', 'few')", "many")]
    [InlineData("case when whole < 0 then 'less' when whole > 0 then 'more' end", "more")]
    [InlineData("case whole when 1 then 10 when 7 then 70 else 0 end", 70L)]
    [InlineData("case when false then 1 end", null)]
    [InlineData("text || '!' || 1", "it's!1")]
    [InlineData("text = 'it''s'", true)]
    [InlineData("text = \"it's\"", true)]
    [InlineData("upper(text)", "IT'S")]
    [InlineData("lower('ÀB')", "àb")]
    [InlineData("trim('  a ') || '.'", "a.")]
    [InlineData("ltrim(' a ') || '.'", "a .")]
    [InlineData("rtrim(' a ') || '.'", " a.")]
    [InlineData("reverse('ab😀')", "😀ba")]
    [InlineData("length('ab😀')", 3L)]
    [InlineData("replace('banana', 'an', 'x')", "bxxa")]
    [InlineData("replace('a', '', 'x')", "a")]
    [InlineData("position('banana', 'na')", 3L)]
    [InlineData("position('banana', 'x')", 0L)]
    [InlineData("substring('banana', 3)", "nana")]
    [InlineData("substring('banana', 2, 3)", "ana")]
    [InlineData("substring('a😀b', 2, 1)", "😀")]
    [InlineData("substring('banana', 0, 3)", "ba")]
    [InlineData("substring('banana', 9)", "")]
    [InlineData("concat(1, 'a', true)", "1atrue")]
    [InlineData("'banana' like 'b%a'", true)]
    [InlineData("'banana' like '_a_a%'", true)]
    [InlineData("'banana' like '%nan'", false)]
    [InlineData("'aab' like '%ab'", true)]
    [InlineData("'banana' not like 'c%'", true)]
    [InlineData("'a' like 'A'", false)]
    [InlineData("'50%' like '50!%' escape '!'", true)]
    [InlineData("'505' like '50!%' escape '!'", false)]
    [InlineData("'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' like '%a%a%a%a%a%a%a%a%c'", false)]
    [InlineData("'' like '%'", true)]
    [InlineData("'a😀b' like 'a_b'", true)]
    [InlineData("'😀😀' like '%__'", true)]
    [InlineData("'😀' like '%__'", false)]
    [InlineData("'\uE000' < '😀'", true)]
    [InlineData("greatest('😀', '\uE000')", "😀")]
    [InlineData("greatest(try_cast('nan' as double), 1)", double.NaN)]
    [InlineData("least(try_cast('nan' as double), 1)", 1.0)]
    [InlineData("(1 > 2) is false and (1 < 2) is true and null is not true and null is not false", true)]
    [InlineData("null is distinct from 1 and 1 is distinct from 2", true)]
    [InlineData("null is distinct from null or 1.0 is distinct from 1", false)]
    [InlineData("'a' is not distinct from 'a'", true)]
    [InlineData("whole in (1, 7)", true)]
    [InlineData("whole not in (1, 2)", true)]
    [InlineData("whole in (1, null)", null)]
    [InlineData("whole not in (7, null)", false)]
    [InlineData("whole between 1 and 7", true)]
    [InlineData("whole not between 1 and 6 and true", true)]
    [InlineData("null is null", true)]
    [InlineData("whole is not null", true)]
    [InlineData("null = null", null)]
    [InlineData("null and false", false)]
    [InlineData("false and null", false)]
    [InlineData("null or true", true)]
    [InlineData("null or false", null)]
    [InlineData("null and true", null)]
    [InlineData("not null", null)]
    [InlineData("not true or true", true)]
    [InlineData("not not flag", true)]
    [InlineData("true or true and false", true)]
    [InlineData("1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3 and 1 <> 2 and 1 != 2 and 1 == 1", true)]
    [InlineData("1 = 1.0", true)]
    [InlineData("'a' < 'b'", true)]
    [InlineData("flag = true", true)]
    [InlineData("big = 9223372036854775806", false)]
    [InlineData("cast('12' as int) + 1", 13L)]
    [InlineData("cast('1.5' as double)", 1.5)]
    [InlineData("cast(1.9 as bigint)", 1L)]
    [InlineData("cast(-1.9 as bigint)", -1L)]
    [InlineData("cast(0.1 as string)", "0.1")]
    [InlineData("cast(cast(0.1 as float) as string)", "0.1")]
    [InlineData("cast('TRUE' as boolean)", true)]
    [InlineData("cast(0 as boolean)", false)]
    [InlineData("cast(flag as string)", "true")]
    [InlineData("try_cast('x' as int)", null)]
    [InlineData("try_cast('3000000000' as int)", null)]
    [InlineData("try_cast('1e3' as bigint)", 1000L)]
    [InlineData("cast(null as double)", null)]
    [InlineData("year(time)", 2024L)]
    [InlineData("month(time) * 100 + day(time)", 229L)]
    [InlineData("hour(time) * 10000 + minute(time) * 100 + second(time)", 130509L)]
    [InlineData("day_of_week(time)", 4L)]
    [InlineData("epoch_seconds(time)", 1709204709L)]
    [InlineData("time > '2024-02-29T13:05:08+02:00' and '2024-03-01' > time", true)]
    [InlineData("time = '2024-02-29T11:05:09Z'", true)]
    public void A_value_is_what_SQL_makes_it(string expression, object? expected)
    {
        var made = Rows.Head(1).Compute($"{expression} as made").Data("made").Boxed(0);

        if (expected is double number)
        {
            Assert.Equal(number, (double)made!, 1e-12);
        }
        else
        {
            Assert.Equal(expected, made);
        }
    }

    [Theory]
    [InlineData("whole + nummber", "character 9: There is no column 'nummber'. Did you mean 'number'?")]
    [InlineData("uper(text)", "character 1: there is no function 'uper'. Did you mean 'upper'?")]
    [InlineData("sum(whole)", "character 1: SUM stands only in the clause of a group")]
    [InlineData("whole and true", "character 1: a condition is expected, not Int32")]
    [InlineData("text + 1", "character 1: a number is expected, not String")]
    [InlineData("1 + upper(whole)", "character 11: text is expected, not Int32")]
    [InlineData("whole = text", "character 9: String stands where Int32 is expected")]
    [InlineData("year(text)", "character 6: a moment is expected, not String")]
    [InlineData("vector = vector", "vectors are not compared")]
    [InlineData("upper(text, text)", "character 1: upper takes 1 value, not 2")]
    [InlineData("substring(text)", "takes from 2 to 3 values, not 1")]
    [InlineData("coalesce()", "takes at least 1 values, not 0")]
    [InlineData("cast(whole as integr)", "character 15: there is no type 'INTEGR'. Did you mean 'INTEGER'?")]
    [InlineData("cast(vector as string)", "Vector is never String")]
    [InlineData("round(number, whole)", "character 15: the number of digits must be a whole number, written down")]
    [InlineData("round(number, 99)", "from 0 to 15")]
    [InlineData("upper(distinct text)", "upper takes no DISTINCT")]
    public void What_does_not_fit_the_columns_is_told_with_its_place(string expression, string expected) =>
        Assert.Contains(expected, Assert.Throws<SchemaException>(() => Clause.Parse($"{expression} as x").Transform(Rows.Schema)).Message);

    [Theory]
    [InlineData("", "character 1: a value is expected, not the end")]
    [InlineData("1 +", "character 4: a value is expected, not the end")]
    [InlineData("(1", "character 3: ')' is expected, not the end")]
    [InlineData("1 2", "character 3: the end is expected, not '2'")]
    [InlineData("'a", "character 1: the closing ' is missing")]
    [InlineData("a ; b", "character 3: ';' has no meaning here")]
    [InlineData("a is 1", "character 6: NULL, TRUE, FALSE or DISTINCT FROM is expected, not '1'")]
    [InlineData("a not 1", "character 7: LIKE, IN or BETWEEN is expected after NOT")]
    [InlineData("case 1 end", "character 8: WHEN is expected, not 'end'")]
    [InlineData("case when a then 1", "character 19: END is expected")]
    [InlineData("cast(a as 'x')", "character 11: a type is expected, not 'x'")]
    [InlineData("a between 1 or 2", "character 13: AND is expected, not 'or'")]
    [InlineData("and", "character 1: a value is expected, not 'and'")]
    [InlineData("1e999 > 0", "character 1: '1e999' is beyond the range of numbers")]
    [InlineData("a = 😀", "character 5: '😀' has no meaning here")]
    [InlineData("a\u200B = 1", "character 2: the character U+200B has no meaning here")]
    [InlineData("a\u0001 = 1", "character 2: the character U+0001 has no meaning here")]
    public void What_is_no_expression_is_told_with_its_place(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Condition.Parse(text)).Message);

    [Fact]
    public void Deep_parentheses_are_refused()
    {
        Assert.Contains("deeper", Assert.Throws<FormatException>(() => Condition.Parse(new string('(', 100_000))).Message);
        Assert.Equal(1L, Rows.Head(1).Compute($"{new string('(', 150)}1{new string(')', 150)} as x").Data("x").Boxed(0));
    }

    [Fact]
    public void Whole_numbers_beyond_64_bits_and_casts_of_what_is_none_name_the_row()
    {
        Assert.Contains("row 0", Assert.Throws<RowException>(() => Rows.Compute("big + 1 as x")).Message);
        Assert.Contains("row 0", Assert.Throws<RowException>(() => Rows.Where("big * 2 > 0")).Message);
        Assert.Contains("In row 2, 'Zürich 😀' is no Int32", Assert.Throws<RowException>(
            () => Rows.Compute("cast(case when whole is null then text else '1' end as int) as x")).Message);
    }

    [Fact]
    public void A_condition_that_is_missing_does_not_hold()
    {
        Assert.Equal(1, Rows.Where("whole > 0").RowCount);
        Assert.Equal(1, Rows.Where("not (whole > 0)").RowCount);
        Assert.Equal(0, Rows.Where("null").RowCount);
        Assert.Equal(0, Rows.Where("number = number and whole is null").RowCount); // NaN equals nothing
        Assert.Equal(0, Rows.Where("number < 1 and whole is null").RowCount);
        Assert.Equal(3, Rows.Where("text like '%' or text is null").RowCount);
    }

    [Fact]
    public void Columns_are_chosen_renamed_swapped_and_computed()
    {
        var rows = Table.Of("x", 1, 2).With("y", 10, 20).With(
            new Field("v", DataType.Vector) { FeatureNames = ["p"] }, VectorColumn.Of([Vector.Of([1.0]), Vector.Of([2.0])]));

        var made = rows.Compute("y as x, x as y, x + y, v as w");

        Assert.Equal("x y x + y w", string.Join(' ', made.Schema.Fields.Select(field => field.Name)));
        Assert.Equal([10, 20], made.Values<int>("x").ToArray());
        Assert.Equal([1, 2], made.Values<int>("y").ToArray());
        Assert.Equal([11L, 22L], made.Values<long>("x + y").ToArray());
        Assert.Equal("p", made.Schema["w"].FeatureNames[0]);
        Assert.Equal(rows.Format(), rows.Compute("*").Format());
        Assert.Equal(4, rows.Compute("*, 1 one").Schema.Fields.Length);
        Assert.Throws<SchemaException>(() => rows.Compute("*, x"));
    }

    [Fact]
    public void Types_are_known_before_the_rows()
    {
        var clause = Clause.Parse("whole, number / 2 as half, text || '' as copy, flag or true as either, time, coalesce(whole, 1) as known, vector");

        Assert.Equal(clause.Transform(Rows.Schema), clause.Transform(Rows).Schema);
        Assert.Equal(clause.Transform(Rows.Schema), clause.Transform(Rows.Slice(0, 0)).Schema);
        Assert.False(clause.Transform(Rows.Schema)["known"].IsNullable);
        Assert.Equal(DataType.Int64, clause.Transform(Rows.Schema)["known"].Type);
    }

    [Fact]
    public void Rows_are_ordered_by_expressions()
    {
        Assert.Equal([-7, 7, null], Rows.OrderBy("whole").Rows.Select(row => row["whole"]).Cast<int?>());
        Assert.Equal([7, -7, null], Rows.OrderBy("whole desc").Rows.Select(row => row["whole"]).Cast<int?>());
        Assert.Equal([3, 1, 2], Rows.OrderBy("flag = false asc, -`a b`").Rows.Select(row => row["a b"]).Cast<int>());
        Assert.Equal([3, 1, 2], Rows.OrderBy("flag desc, `a b` desc").Rows.Select(row => row["a b"]).Cast<int>());
    }

    [Fact]
    public void An_order_turned_around_turns_each_item_and_neither_equal_rows_nor_missing_values()
    {
        var rows = Table.Of("id", 0, 1, 2, 3, 4).With("a", "x", null!, "y", "x", "x").With("b", 1, 2, 3, 1, 5);

        Assert.Equal([0, 3, 4, 2, 1], rows.OrderBy("a, b").Values<int>("id").ToArray());
        Assert.Equal([2, 4, 0, 3, 1], rows.OrderBy("a, b", isAscending: false).Values<int>("id").ToArray());
        Assert.Equal([0, 3, 4, 2, 1], rows.OrderBy("a desc, b desc", isAscending: false).Values<int>("id").ToArray());
        Assert.Equal([2, 0, 3, 4, 1], rows.OrderBy("a asc, b desc", isAscending: false).Values<int>("id").ToArray());
    }
}
