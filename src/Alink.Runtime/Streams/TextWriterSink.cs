using System.Globalization;

namespace Alink.Runtime;

/// <summary>Writes the rows of each epoch as text to look at, such as to <see cref="Console.Out"/>.</summary>
/// <remarks>A text cannot be taken back: after a crash the last epoch may stand there twice, under the same number.</remarks>
/// <param name="writer">Where the text goes.</param>
/// <param name="rows">How many rows of an epoch are shown, the first ones; at least 1.</param>
public sealed class TextWriterSink(TextWriter writer, int rows = 20) : IStreamSink
{
    readonly int _rows = Require.AtLeast(1, rows);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
    {
        var table = Table.Concat(rows);
        var text = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}, {table.RowCount} rows\n{table.Format(_rows)}\n");
        await writer.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
        await writer.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
