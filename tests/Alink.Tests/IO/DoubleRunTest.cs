using System.Globalization;
using Alink.IO;

namespace Alink.Tests.IO;

public class DoubleRunTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Rows_come_out_in_their_columns_whatever_their_number(int rows)
    {
        using var scratch = new Scratch();
        string Row(int row) => row % 7 == 3
            ? string.Create(CultureInfo.InvariantCulture, $"{row}.25,,-1e{row}\nbad,{row},{row}")
            : string.Create(CultureInfo.InvariantCulture, $"{row}.25,{row}.5,-{row}.75");
        var lines = Enumerable.Range(0, rows).Select(Row);
        var schema = new Schema(
            new Field("a", DataType.Double), new Field("b", DataType.Double) { IsNullable = true }, new Field("c", DataType.Double));
        var bad = new BadRows();

        var table = Csv.Read(
            scratch.File("x.csv", "a,b,c\n" + string.Join('\n', lines)), new CsvOptions { Schema = schema, SetAside = bad });

        Assert.Equal(rows, table.RowCount);
        Assert.Equal(Enumerable.Range(0, rows).Count(row => row % 7 == 3), bad.Count);
        for (var row = 0; row < rows; row++)
        {
            var odd = row % 7 == 3;
            Assert.Equal(row + 0.25, table.Values<double>("a")[row]);
            Assert.Equal(odd, table.Data("b").IsMissing(row));
            Assert.Equal(odd ? 0 : row + 0.5, table.Values<double>("b")[row]);
            Assert.Equal(
                odd ? double.Parse($"-1e{row}", CultureInfo.InvariantCulture) : -(row + 0.75), table.Values<double>("c")[row]);
        }
    }
}
