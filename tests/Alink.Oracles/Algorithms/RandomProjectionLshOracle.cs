using Alink.Similarity;

namespace Alink.Oracles.Algorithms;

[Runs("BucketedRandomProjectionLSHModel.keyDistance")]
sealed class RandomProjectionLshOracle : IOracle
{
    public void Run(Trial trial) => trial.Expected.Of(
        "distance", new RandomProjectionLsh().Distance(Facts.NumbersOf(trial.Data["a"]), Facts.NumbersOf(trial.Data["b"])));
}
