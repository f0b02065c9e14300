using System.Collections.Immutable;

namespace Alink.Tests.Runtime;

/// <summary>A model whose data are models.</summary>
public sealed record Chosen(ITransformer Best, ImmutableArray<ITransformer> All, Model? Second) : Model
{
    public override Schema Transform(Schema input) => Best.Transform(input);

    public override Func<bool> Bind(RowCells row) => Best.Bind(row);
}

/// <summary>A model with a record of further arrays.</summary>
public sealed record Summed(ImmutableArray<double> Values, Summary? Summary) : Model
{
    public override Schema Transform(Schema input) => input;

    public override Func<bool> Bind(RowCells row) => () => true;
}

public sealed record Summary(double Loss, ImmutableArray<double> Errors, ImmutableArray<Part> Parts);

public sealed record Part(ImmutableArray<double> Numbers);

/// <summary>A model that runs something while it is being written.</summary>
public sealed record Probe : RowTransformer
{
    readonly Action _probe;
    readonly double _factor;

    public Probe(double factor, Action probe) => (_factor, _probe) = (factor, probe);

    public Probe(double factor)
        : this(factor, () => { })
    {
    }

    public int Asked { get; private set; }

    public double Factor
    {
        get
        {
            Asked++;
            _probe();
            return _factor;
        }
    }

    public override Schema Transform(Schema input) => input;

    public override Func<bool> Bind(RowCells row) => () => true;
}
