using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Puts numbers that come round again, such as hours and months, on a circle, where the last is near the first.</summary>
/// <remarks>
/// Each column becomes two: sin (2π x / period) and cos (2π x / period), with <c>_sin</c> and <c>_cos</c> after its name.
/// NaN becomes NaN, and so does an infinity.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("hour", 0, 6, 23);
/// var circle = new CyclicalEncoder { Columns = ["hour"], Periods = [24] }.Transform(rows);
/// circle.Values&lt;double&gt;("hour_sin")[1] // => 1
/// circle.Values&lt;double&gt;("hour_cos")[2] &gt; 0.96 // => True
/// </code>
/// </example>
public sealed record CyclicalEncoder : RowTransformer
{
    /// <summary>The columns of numbers; a missing one has no place.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>After how much a number comes round again, above 0 and finite: a period for each of <see cref="Columns"/>, or one for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A period is not above 0, or not finite.</exception>
    public ImmutableArray<double> Periods
    {
        get;
        init => field = Require.Items(value).All(period => period > 0 && double.IsFinite(period)) ? Require.Items(value)
            : throw new ArgumentOutOfRangeException(
                nameof(Periods), $"{nameof(Periods)} must be finite and above 0; they were {string.Join(", ", value)}.");
    } = [1];

    /// <inheritdoc/>
    /// <exception cref="SchemaException">There are neither one period nor as many as columns.</exception>
    public override Schema Transform(Schema input) => Fields(input).Aggregate(
        input.HavingForEach(this, Columns, nameof(Periods), Periods.Length), (schema, field) => schema.With(field));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        Transform(row.Schema);
        var fields = Fields(row.Schema);
        var inputs = Columns.Select(name => row.Read<double>(name)).ToArray();
        var outputs = fields.Select(row.Write).ToArray();
        return () =>
        {
            for (var c = 0; c < inputs.Length; c++)
            {
                var (sine, cosine) = (outputs[2 * c], outputs[(2 * c) + 1]);
                if (inputs[c].IsMissing)
                {
                    sine.SetMissing();
                    cosine.SetMissing();
                    continue;
                }

                var (sin, cos) = Place(inputs[c].Number, PeriodOf(c));
                sine.Set(sin);
                cosine.Set(cos);
            }

            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        var (output, fields) = (input, Fields(input.Schema));
        for (var c = 0; c < Columns.Length; c++)
        {
            var numbers = input.Numbers(Columns[c]);
            var validity = input.Data(Columns[c]).Validity;
            var sines = GC.AllocateUninitializedArray<double>(numbers.Length);
            var cosines = GC.AllocateUninitializedArray<double>(numbers.Length);
            for (var i = 0; i < sines.Length; i++)
            {
                (sines[i], cosines[i]) = Place(numbers[i], PeriodOf(c));
            }

            output = output
                .With(fields[2 * c], new FixedColumn<double>(sines, validity))
                .With(fields[(2 * c) + 1], new FixedColumn<double>(cosines, validity));
        }

        return output;
    }

    double PeriodOf(int column) => Periods[Periods.Length == 1 ? 0 : column];

    /// <summary>Where a number is on the circle; what is left of whole rounds is exact, however many there were.</summary>
    static (double Sine, double Cosine) Place(double number, double period)
    {
        var turn = 2 * Math.IEEERemainder(number, period) / period;
        return (double.SinPi(turn), double.CosPi(turn));
    }

    Field[] Fields(Schema input) =>
    [
        .. from name in Columns
           from end in new[] { "sin", "cos" }
           select new Field($"{name}_{end}", DataType.Double) { IsNullable = input.Field<double>(name).IsNullable },
    ];
}
