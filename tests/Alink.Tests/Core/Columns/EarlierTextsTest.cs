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
}
