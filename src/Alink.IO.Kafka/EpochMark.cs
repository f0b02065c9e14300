using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Alink.IO;

/// <summary>What a sink writes into the header of each message: which row of which epoch it is.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Row">The row in it, from 0.</param>
/// <param name="Partitions">Over how many partitions the rows of the epoch went.</param>
readonly record struct EpochMark(long Epoch, long Row, int Partitions)
{
    /// <summary>The name of the header.</summary>
    public const string Header = "alink";

    /// <summary>Whether a row stands in the log before this one, or is this one.</summary>
    public bool Covers(long epoch, long row) => epoch < Epoch || (epoch == Epoch && row <= Row);

    /// <summary>The header: <c>name/epoch/row/partitions</c>.</summary>
    public Headers ToHeaders(string name)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{name}/{Epoch}/{Row}/{Partitions}");
        return new() { { Header, Encoding.UTF8.GetBytes(text) } };
    }

    /// <summary>The mark in the headers of a message; null where it is not one of this sink.</summary>
    public static EpochMark? Of(Headers headers, string name)
    {
        if (!headers.TryGetLastBytes(Header, out var bytes))
        {
            return null;
        }

        var words = Encoding.UTF8.GetString(bytes).Split('/');
        return words.Length >= 4 && string.Join('/', words[..^3]) == name
            && long.TryParse(words[^3], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            && long.TryParse(words[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            && int.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var partitions)
            ? new(epoch, row, partitions) : null;
    }
}
