using System.Collections.Immutable;
using System.Globalization;
using Alink.Runtime;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Primitives;

namespace Alink.Serving;

/// <summary>A version of a model, and the rows that are bound to it.</summary>
sealed class ServedVersion
{
    readonly DefaultObjectPool<BoundRow> _rows;

    ServedVersion(PublishedModel published, Schema input, ServingLimits limits)
    {
        (Published, Input) = (published, input);
        Header = published.Version.Number.ToString(CultureInfo.InvariantCulture);
        _rows = new(new Binding(this, limits), 4 * Environment.ProcessorCount);
        var output = published.Model.Transform(input);
        var row = _rows.Get();
        Reads = [.. input.Fields.Where(field => row.Reads.Contains(field.Name))];
        Outputs = [.. row.Writes.Select(name => output[name])];
        _rows.Return(row);
    }

    public PublishedModel Published { get; }

    /// <summary>The columns of the rows that taught it.</summary>
    public Schema Input { get; }

    /// <summary>Those of them that it reads.</summary>
    public ImmutableArray<Field> Reads { get; }

    /// <summary>The columns of an answer.</summary>
    public ImmutableArray<Field> Outputs { get; }

    /// <summary>The number of the version.</summary>
    public StringValues Header { get; }

    public static ServedVersion Of(PublishedModel model, ServingLimits limits) => new(
        model,
        model.Input ?? throw new SchemaException(
            "It is not known which columns the model reads: its file does not tell, and none are given."),
        limits);

    public BoundRow Rent() => _rows.Get();

    public void Return(BoundRow row) => _rows.Return(row);

    /// <summary>Refuses a version that would not take the rows that this one takes, or would answer otherwise.</summary>
    public void RefuseUnfit(ServedVersion next)
    {
        foreach (var field in next.Reads)
        {
            if (!field.IsNullable && !Reads.Any(one => one.Name == field.Name))
            {
                throw new SchemaException($"The model reads the column '{field.Name}', which the one in use does not.");
            }
        }

        foreach (var field in Reads)
        {
            if (!next.Input.Has(field.Name) || next.Input[field.Name].Type != field.Type)
            {
                throw new SchemaException($"The model does not know the column '{field}', which the one in use reads.");
            }
        }

        if (!Outputs.Select(Shape).SequenceEqual(next.Outputs.Select(Shape)))
        {
            throw new SchemaException(
                $"The model makes the columns {new Schema(next.Outputs)}; the one in use makes {new Schema(Outputs)}.");
        }

        static (string, DataType) Shape(Field field) => (field.Name, field.Type);
    }

    sealed class Binding(ServedVersion version, ServingLimits limits) : PooledObjectPolicy<BoundRow>
    {
        public override BoundRow Create() => new(version.Published.Model, version.Input, limits);

        public override bool Return(BoundRow obj)
        {
            obj.Buffer.Shrink();
            return obj.IsSmall;
        }
    }
}
