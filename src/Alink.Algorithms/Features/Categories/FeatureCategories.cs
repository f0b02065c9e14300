namespace Alink.Features;

/// <summary>The different numbers so far of each feature, until there are too many of them.</summary>
public sealed class FeatureCategories
{
    readonly int _most;
    List<double>[] _notZero = [];
    long[] _rowsNotZero = [];

    /// <param name="featureNames">The names of the features; none where they are not known.</param>
    /// <param name="most">How many numbers a feature may have.</param>
    internal FeatureCategories(string[] featureNames, int most) => (FeatureNames, _most) = (featureNames, most);

    /// <summary>How many rows.</summary>
    public long Count { get; private set; }

    /// <summary>How many features; 0 before the first row.</summary>
    public int Features => _notZero.Length;

    /// <summary>How many different numbers all features have, up to one too many of each; none is ever forgotten.</summary>
    internal int Numbers
    {
        get
        {
            var numbers = 0;
            for (var j = 0; j < Features; j++)
            {
                numbers += _notZero[j].Count + (_rowsNotZero[j] < Count ? 1 : 0);
            }

            return numbers;
        }
    }

    internal string[] FeatureNames { get; }

    /// <summary>Adds the rows of a batch.</summary>
    internal FeatureCategories Add(VectorBlock rows)
    {
        for (var i = 0; i < rows.Rows; i++)
        {
            Lengthen(rows.Width);
            Count++;
            var values = rows.ValuesOf(i);
            var indices = rows.IndicesOf(i);
            for (var k = 0; k < values.Length; k++)
            {
                if (values[k] != 0)
                {
                    var j = rows.IsDense ? k : indices[k];
                    _rowsNotZero[j]++;
                    Add(_notZero[j], values[k]);
                }
            }
        }

        return this;
    }

    /// <summary>Adds the rows of another.</summary>
    internal FeatureCategories Add(FeatureCategories other)
    {
        if (other.Count == 0)
        {
            return this;
        }

        Lengthen(other.Features);
        Count += other.Count;
        for (var j = 0; j < Features; j++)
        {
            _rowsNotZero[j] += other._rowsNotZero[j];
            foreach (var number in other._notZero[j])
            {
                Add(_notZero[j], number);
            }
        }

        return this;
    }

    /// <summary>The numbers of a feature, 0 first and the others as they rise; none where there are too many.</summary>
    internal IEnumerable<double> CategoriesOf(int feature)
    {
        IEnumerable<double> zero = _rowsNotZero[feature] < Count ? [0] : [];
        double[] all = [.. zero, .. _notZero[feature]];
        return all.Length <= _most ? all : [];
    }

    /// <summary>Adds a number to those that rise, and none any more when one too many is among them.</summary>
    void Add(List<double> numbers, double number)
    {
        if (numbers.Count <= _most && numbers.BinarySearch(number) is < 0 and var place)
        {
            numbers.Insert(~place, number);
        }
    }

    void Lengthen(int features)
    {
        if (Count == 0)
        {
            _notZero = [.. Enumerable.Range(0, features).Select(_ => new List<double>())];
            _rowsNotZero = new long[features];
        }

        TrainingRows.SameLength(features, Features);
    }
}
