using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Alink.OnnxRuntime;

/// <summary>The values of an input for some rows.</summary>
abstract class Buffer(InputPort input, int rows)
{
    protected InputPort Input => input;

    /// <summary>How many elements each row has; that of the first row where the model takes any number.</summary>
    protected int Width { get; private set; } = input.Port.Width ?? -1;

    protected int Rows => rows;

    public static Buffer Of(InputPort input, int rows) => input.Port.Type switch
    {
        TensorElementType.String => new Texts(input, rows),
        TensorElementType.Double => new Numbers<double>(input, rows, double.NaN, number => number),
        TensorElementType.Float => new Numbers<float>(input, rows, float.NaN, number => (float)number),
        TensorElementType.Int64 => new Numbers<long>(input, rows, null, number => checked((long)number)),
        TensorElementType.Int32 => new Numbers<int>(input, rows, null, number => checked((int)number)),
        _ => new Numbers<bool>(input, rows, null, number => number != 0),
    };

    public abstract void Put(int place, Cell cell, long row);

    /// <summary>The first rows as a tensor.</summary>
    public abstract OrtValue Tensor(int count);

    /// <summary>The shape of a tensor of so many rows; sides of any length are those of a vector, and all but one of them 1.</summary>
    protected long[] Shape(int count)
    {
        var shape = input.Port.Shape.ToArray();
        shape[0] = count;
        for (var (side, left) = (1, (long)Width / shape.Skip(1).Where(length => length > 0).Aggregate(1L, (product, length) => product * length)); side < shape.Length; side++)
        {
            if (shape[side] < 0)
            {
                (shape[side], left) = (left, 1);
            }
        }

        return shape;
    }

    protected RowException Missing(long row) =>
        new($"Column '{input.Column}' has no value in row {row}, and the input '{input.Port.Name}' of the ONNX model has none for that.");

    protected void Fit(int length, long row)
    {
        Width = Width < 0 ? length : Width;
        if (length != Width)
        {
            throw new RowException($"Column '{input.Column}' holds a vector of length {length} in row {row}; the ONNX model takes length {Width}.");
        }
    }

    sealed class Texts(InputPort input, int rows) : Buffer(input, rows)
    {
        readonly string[] _texts = new string[rows];

        public override void Put(int place, Cell cell, long row) => _texts[place] = cell.IsMissing ? throw Missing(row) : cell.Text;

        public override OrtValue Tensor(int count)
        {
            var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, Shape(count));
            for (var i = 0; i < count; i++)
            {
                value.StringTensorSetElementAt(_texts[i].AsSpan(), i);
            }

            return value;
        }
    }

    sealed class Numbers<T>(InputPort input, int rows, T? missing, Func<double, T> convert) : Buffer(input, rows)
        where T : unmanaged
    {
        T[] _numbers = [];

        public override void Put(int place, Cell cell, long row)
        {
            Fit(cell.Type != DataType.Vector ? 1 : cell.IsMissing ? throw Missing(row) : cell.Vector.Length, row);
            if (_numbers.Length == 0)
            {
                _numbers = new T[checked(Rows * Width)];
            }

            if (cell.Type != DataType.Vector)
            {
                _numbers[place] = cell.IsMissing ? missing ?? throw Missing(row)
                    : typeof(T) == typeof(long) ? (T)(object)cell.Integer
                    : convert(cell.Number);
                return;
            }

            var numbers = _numbers.AsSpan(place * Width, Width);
            for (var j = 0; j < numbers.Length; j++)
            {
                var number = cell.Vector[j];
                numbers[j] = missing is not null || number == Math.Floor(number) ? convert(number) : throw new RowException(
                    $"Column '{Input.Column}' holds {number} in row {row}; the input '{Input.Port.Name}' of the ONNX model takes whole numbers.");
            }
        }

        public override OrtValue Tensor(int count) => OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _numbers.AsMemory(0, count * Width), Shape(count));
    }
}
