namespace Alink;

/// <summary>Adds to rows what something outside knows of them.</summary>
public interface ILookUp
{
    /// <summary>The columns of the answers, given those of the rows.</summary>
    /// <exception cref="SchemaException">A column is missing, of the wrong type, or there already.</exception>
    Schema Transform(Schema input);

    /// <summary>Asks about some rows; several requests may be on their way at the same time.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<Table> AskAsync(Table rows, CancellationToken cancellation);
}
