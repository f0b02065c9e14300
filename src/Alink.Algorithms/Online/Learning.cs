namespace Alink.Online;

/// <summary>Rows on their way past an estimator that learns each of them before it is passed on.</summary>
/// <param name="Schema">The columns that come out.</param>
/// <param name="Step">Learns the next row, and writes what comes out of it.</param>
sealed record Learning(Schema Schema, Func<RowCells, Func<bool>> Step) : ITransformer
{
    public Schema Transform(Schema input) => Schema;

    public Table Transform(Table input) => RowTransform.Run(this, input);

    public Func<bool> Bind(RowCells row) => Step(row);
}
