using System.Globalization;

namespace Alink.IO;

/// <summary>Collects numbers of 64 bits.</summary>
sealed class DoubleSink(Field field, bool allowNonFinite) : FixedSink<double>(field)
{
    public override string? Set(int row, ReadOnlySpan<byte> text)
    {
        text = Spaces.Trim(text);
        if (!NumberText.TryParse(text, out double value))
        {
            return NumberText.Overflows(text) ? "The number is beyond the range of Double."
                : "The text is not a number.";
        }

        if (!allowNonFinite && !double.IsFinite(value))
        {
            return "The number is not finite, and such numbers are not allowed here.";
        }

        Values[row] = value;
        return null;
    }
}

/// <summary>Collects numbers of 32 bits.</summary>
sealed class SingleSink(Field field, bool allowNonFinite) : FixedSink<float>(field)
{
    public override string? Set(int row, ReadOnlySpan<byte> text)
    {
        text = Spaces.Trim(text);
        if (!NumberText.TryParse(text, out double wide))
        {
            return NumberText.Overflows(text) ? "The number is beyond the range of Single."
                : "The text is not a number.";
        }

        // Rounded once, from the text: rounding to a double first could end at the wrong neighbour.
        var value = double.IsFinite(wide) ? float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : (float)wide;
        if (double.IsFinite(wide) && !float.IsFinite(value))
        {
            return "The number is beyond the range of Single.";
        }

        if (!allowNonFinite && !float.IsFinite(value))
        {
            return "The number is not finite, and such numbers are not allowed here.";
        }

        Values[row] = value;
        return null;
    }
}

/// <summary>Collects whole numbers of 64 bits.</summary>
sealed class Int64Sink(Field field) : FixedSink<long>(field)
{
    public override string? Set(int row, ReadOnlySpan<byte> text) =>
        NumberText.TryParse(Spaces.Trim(text), out Values[row]) ? null : "The text is not a whole number of 64 bits.";
}

/// <summary>Collects whole numbers of 32 bits.</summary>
sealed class Int32Sink(Field field) : FixedSink<int>(field)
{
    public override string? Set(int row, ReadOnlySpan<byte> text)
    {
        if (!NumberText.TryParse(Spaces.Trim(text), out long value) || value != (int)value)
        {
            return "The text is not a whole number of 32 bits.";
        }

        Values[row] = (int)value;
        return null;
    }
}

/// <summary>Collects booleans.</summary>
sealed class BooleanSink(Field field, TextConventions conventions) : FixedSink<bool>(field)
{
    readonly string _wrong =
        $"The text is not a boolean: {string.Join(", ", conventions.True)} or {string.Join(", ", conventions.False)}.";

    public override string? Set(int row, ReadOnlySpan<byte> text) =>
        conventions.TryParse(Spaces.Trim(text), out Values[row]) ? null : _wrong;
}

/// <summary>Collects moments.</summary>
sealed class MomentSink(Field field, TextConventions conventions) : FixedSink<DateTimeOffset>(field)
{
    readonly string _wrong = conventions.Moments.IsEmpty
        ? "The text is not a date or a moment of ISO 8601, such as 2026-11-22 or 2026-11-22T18:30:00Z."
        : $"The text is not a moment of the format {string.Join(" or ", conventions.Moments)}.";

    public override string? Set(int row, ReadOnlySpan<byte> text) =>
        MomentText.TryParse(Spaces.Trim(text), conventions.Moments, out Values[row]) ? null : _wrong;
}
