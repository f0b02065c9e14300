namespace Alink.Tests.Core;

public class EarlierTextsTest
{
    /// <summary>Lengths from 0 to 20, and more texts than there are places.</summary>
    static readonly string[] Texts =
        [.. Enumerable.Range(0, 4000).Select(i => new string((char)('a' + (i * 7 % 5)), i % 21) + (i % 3 == 0 ? $"{i % 997}" : ""))];

    [Fact]
    public void An_earlier_row_holds_the_same_text()
    {
        var earlier = new EarlierTexts(StringColumn.Of(Texts));
        var found = 0;
        for (var row = 0; row < Texts.Length; row++)
        {
            if (earlier.Of(row) is >= 0 and var same)
            {
                Assert.True(same < row && Texts[same] == Texts[row], $"{Texts[same]} for {Texts[row]}");
                found++;
            }
        }

        Assert.True(found > Texts.Length / 2);
    }

    [Fact]
    public void A_text_of_a_dictionary_is_found_in_the_row_that_it_first_came_in()
    {
        var earlier = new EarlierTexts(new StringColumn(new[] { 1, 0, 1, 1, 0 }, StringColumn.Of("b", "a")));

        Assert.Equal(-1, earlier.Of(0));
        Assert.Equal(-1, earlier.Of(1));
        Assert.Equal(0, earlier.Of(2));
        Assert.Equal(0, earlier.Of(3));
        Assert.Equal(1, earlier.Of(4));
    }

    [Fact]
    public void Categories_number_texts_and_numbers_as_they_come()
    {
        double[] numbers = [.. Enumerable.Range(0, 4000).Select(i => (double)(i * i % 2311))];
        var (texts, values) = (new int[Texts.Length], new int[numbers.Length]);
        var (ofTexts, ofNumbers) = (new Categories(), new Categories());
        ofTexts.Encode(StringColumn.Of(Texts), texts);
        ofNumbers.Encode(new FixedColumn<double>(numbers), values);

        string[] different = [.. Texts.Distinct()];
        Assert.Equal(different, ofTexts.Names);
        Assert.Equal(Texts, texts.Select(number => different[number]));
        Assert.Equal(numbers.Select(number => $"{number}"), values.Select(number => ofNumbers.Names[number]));
    }

    [Fact]
    public void Texts_are_numbered_alike_in_slices_with_missing_ones_and_by_a_dictionary()
    {
        string?[] texts = [.. Texts.Select((text, i) => i % 11 == 0 ? null : text)];
        var dictionary = Texts.Distinct().ToArray();
        var coded = new StringColumn(Array.ConvertAll(Texts, text => Array.IndexOf(dictionary, text)), StringColumn.Of(dictionary));
        foreach (var column in new ColumnData[] { StringColumn.Of(Texts).Slice(7, 3900), StringColumn.Of(texts), coded, coded.Slice(3, 1) })
        {
            var (numbers, categories) = (new int[column.Length], new Categories());
            categories.Encode(column, numbers);
            Assert.Equal(Enumerable.Range(0, column.Length).Select(column.Boxed), numbers.Select(number => number < 0 ? null : (object)categories.Names[number]));
        }
    }

    [Fact]
    public void Whole_numbers_and_booleans_are_numbered_as_they_come()
    {
        int[][] columns = [[], [5, -3, 5, 515, 516], [int.MaxValue, int.MinValue, int.MaxValue], [0, 511, 512, 0], [.. Enumerable.Range(-400, 900)]];
        foreach (var column in columns)
        {
            var (numbers, categories) = (new int[column.Length], new Categories());
            categories.Encode(new FixedColumn<int>(column), numbers);
            Assert.Equal(column.Distinct().Select(value => $"{value}"), categories.Names);
            Assert.Equal(column.Select(value => $"{value}"), numbers.Select(number => categories.Names[number]));
        }

        var (flags, places) = (new Categories(), new int[3]);
        flags.Encode(new FixedColumn<bool>(new[] { true, false, true }), places);
        Assert.Equal([0, 1, 0], places);
        Assert.Equal(["true", "false"], flags.Names);
    }

    [Fact]
    public void Minus_zero_is_the_category_of_zero()
    {
        var (first, known, numbers) = (new Categories(), new Categories(Levels.Of("0")), new int[3]);
        var zeros = new FixedColumn<double>(new[] { -0.0, 0.0, -0.0 });
        first.Encode(zeros, numbers);
        Assert.Equal([0, 0, 0], numbers);
        Assert.Equal(["0"], first.Names);

        known.Encode(zeros, numbers);
        Assert.Equal([0, 0, 0], numbers);
        known.Encode(new FixedColumn<float>(new[] { -0f, 0f, 1f }), numbers);
        Assert.Equal([0, 0, -1], numbers);
    }
}
