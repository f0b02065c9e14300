namespace Alink.Features;

/// <summary>Ones for all: the numbers of vectors that hold nothing else are never written.</summary>
static class Ones
{
    static double[] _ones = [];

    /// <summary>At least so many ones, which nobody changes.</summary>
    public static double[] Of(int count)
    {
        var ones = _ones;
        if (ones.Length < count)
        {
            ones = new double[count];
            Array.Fill(ones, 1);
            _ones = ones;
        }

        return ones;
    }
}
