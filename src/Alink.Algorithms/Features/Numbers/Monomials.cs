using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>All products of some numbers up to a degree but the constant, each made of an earlier one by one multiplication.</summary>
/// <remarks>Products without the last number come first, then those times its first power, then its second, and so on.</remarks>
sealed class Monomials
{
    readonly List<int> _earlier = [];
    readonly List<int> _factors = [];

    Monomials(int features) => Features = features;

    /// <summary>How many numbers are multiplied.</summary>
    public int Features { get; }

    /// <summary>The products of some numbers up to a degree.</summary>
    public static Monomials Of(int features, int degree)
    {
        var monomials = new Monomials(features);
        monomials.Add(features - 1, degree, -1);
        return monomials;
    }

    /// <summary>How many products there are: C(features + degree, degree) − 1.</summary>
    /// <exception cref="SchemaException">There are 2^31 or more.</exception>
    public static int Count(int features, int degree)
    {
        var (few, many) = features < degree ? (features, degree) : (degree, features);
        var count = 1L;
        for (var i = 1; i <= few && count <= int.MaxValue; i++)
        {
            count = count * (many + i) / i;
        }

        return count <= int.MaxValue ? (int)count - 1
            : throw new SchemaException($"Vectors of {features} numbers have 2^31 products or more up to degree {degree}.");
    }

    /// <summary>What the products of features are called: <c>x^2 y</c>.</summary>
    public static ImmutableArray<string> Names(ImmutableArray<string> features, int degree)
    {
        var monomials = Of(features.Length, degree);
        return [.. monomials._factors.Select((_, place) => string.Join(' ', monomials.FactorsOf(place)
            .CountBy(j => j).Select(power => power.Value == 1 ? features[power.Key] : $"{features[power.Key]}^{power.Value}")))];
    }

    /// <summary>The factors of each product, by their places; as many as its degree.</summary>
    public IEnumerable<int[]> Factors() => _factors.Select((_, place) => FactorsOf(place).ToArray());

    /// <summary>Computes all products.</summary>
    public void Evaluate(ReadOnlySpan<double> numbers, Span<double> products)
    {
        for (var place = 0; place < products.Length; place++)
        {
            var number = numbers[_factors[place]];
            products[place] = _earlier[place] < 0 ? number : products[_earlier[place]] * number;
        }
    }

    /// <summary>Adds a product times all of those of the numbers up to one, but itself.</summary>
    void Add(int last, int degree, int product)
    {
        if (last < 0)
        {
            return;
        }

        for (; degree > 0; degree--)
        {
            Add(last - 1, degree, product);
            _earlier.Add(product);
            _factors.Add(last);
            product = _factors.Count - 1;
        }
    }

    IEnumerable<int> FactorsOf(int place)
    {
        for (; place >= 0; place = _earlier[place])
        {
            yield return _factors[place];
        }
    }
}
