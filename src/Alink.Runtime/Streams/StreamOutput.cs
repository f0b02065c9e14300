namespace Alink.Runtime;

/// <summary>Takes the rows that an operator makes.</summary>
public sealed class StreamOutput
{
    readonly Dictionary<string, double> _values;
    readonly Func<string, bool> _wanted;
    readonly List<(string Side, Table Rows, string? Partition)> _made = [];

    internal StreamOutput(Func<string, bool> wanted, Dictionary<string, double> values, CancellationToken cancellation) =>
        (_wanted, _values, Cancellation) = (wanted, values, cancellation);

    /// <summary>Set when the run of the job is over, for whatever reason.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Adds rows to the main output, with the columns that the operator announced.</summary>
    public void Add(Table rows) => Add("", rows);

    /// <summary>Adds rows to another output, with the columns that the operator announced for it.</summary>
    public void Add(string side, Table rows)
    {
        if (rows.RowCount > 0)
        {
            _made.Add((side, rows, Partition));
        }
    }

    /// <summary>Whether anybody reads an output, by its name; the main one by default.</summary>
    public bool IsWanted(string side = "") => _wanted(side);

    /// <summary>Tells a figure to whoever watches the job: <c>watermark</c>, <c>auc</c>, <c>model version</c>.</summary>
    public void Report(string name, double value) => _values[name] = value;

    /// <summary>Who may share the work of an operator; null: nobody.</summary>
    internal Workers? Workers { get; init; }

    /// <summary>The partition that the rows to add next come from; null: that of the last batch.</summary>
    internal string? Partition { get; set; }

    /// <summary>What has been added since it was asked for last.</summary>
    internal List<(string Side, Table Rows, string? Partition)> Made => _made;
}
