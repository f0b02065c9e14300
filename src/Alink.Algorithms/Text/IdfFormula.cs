namespace Alink.Text;

/// <summary>How an inverse document frequency follows from m rows, of which d hold a term.</summary>
public enum IdfFormula
{
    /// <summary>ln ((m + 1) / (d + 1)), Spark's and Alink's: 0 for a term of every row.</summary>
    Smoothed,

    /// <summary>ln ((m + 1) / (d + 1)) + 1, scikit-learn's: a term of every row keeps its counts.</summary>
    SmoothedPlusOne,

    /// <summary>ln (m / d), the textbooks' and ML.NET's; 0 for a term of no row.</summary>
    Plain,

    /// <summary>ln (m / d) + 1, scikit-learn's without smoothing; 0 for a term of no row.</summary>
    PlainPlusOne,
}

/// <summary>What follows from an <see cref="IdfFormula"/>.</summary>
static class IdfFormulas
{
    /// <summary>The inverse document frequency of a term.</summary>
    /// <param name="formula">How it is computed.</param>
    /// <param name="holding">How many rows hold the term.</param>
    /// <param name="documents">How many rows there are.</param>
    public static double Of(this IdfFormula formula, long holding, long documents) => formula switch
    {
        IdfFormula.Smoothed => Math.Log((documents + 1.0) / (holding + 1)),
        IdfFormula.SmoothedPlusOne => Math.Log((documents + 1.0) / (holding + 1)) + 1,
        _ when holding == 0 => 0,
        IdfFormula.Plain => Math.Log((double)documents / holding),
        _ => Math.Log((double)documents / holding) + 1,
    };
}
