using Alink.Text;

namespace Alink.Oracles.Algorithms;

[Runs("HashingTF (Flink hash)")]
sealed class HashingTFOracle : IOracle
{
    public void Run(Trial trial)
    {
        var hashing = new HashingTF { Length = (int)trial.Params.Number("numFeatures", 1 << 18), Hash = TermHash.Flink };
        var rows = trial.Data["docs"].EnumerateArray()
            .Select(tokens => string.Join(' ', tokens.EnumerateArray().Select(token => token.GetString())));
        var vectors = hashing.Transform(Table.Of("tokens", rows.ToArray())).Values<Vector>("features").ToArray();
        trial.Expected.Of("indices", vectors.Select(vector => vector.Indices.ToArray().Select(index => (double)index).ToArray()));
        trial.Expected.Of("values", vectors.Select(vector => vector.Values.ToArray()));
    }
}
