namespace Alink.IO;

/// <summary>How many rows each partition gives to an epoch that may not have all of them.</summary>
static class FairShares
{
    /// <summary>Hands the rows out in rounds: in each, every partition that has more gets the same share.</summary>
    /// <param name="there">How many rows each partition has.</param>
    /// <param name="rows">The most rows altogether.</param>
    public static long[] Of(long[] there, long rows)
    {
        var shares = new long[there.Length];
        while (rows > 0 && there.Index().Count(pair => pair.Item > shares[pair.Index]) is > 0 and var hungry)
        {
            var share = Math.Max(1, rows / hungry);
            for (var i = 0; i < there.Length; i++)
            {
                var more = Math.Min(Math.Min(share, there[i] - shares[i]), rows);
                shares[i] += more;
                rows -= more;
            }
        }

        return shares;
    }
}
