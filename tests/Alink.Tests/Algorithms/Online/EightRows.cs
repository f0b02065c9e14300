namespace Alink.Tests.Algorithms;

/// <summary>Few rows that tests of online learners share with scikit-learn.</summary>
static class EightRows
{
    /// <summary>Three features, a number, two classes and three, and weights of which one is 0.</summary>
    public static readonly Table All = Table
        .Of<Vector>(
            "features", [1.0, 0.0, 2.0], [0.0, 1.0, -1.0], [2.0, -1.0, 0.0], [1.0, 1.0, 1.0], [-1.0, 0.0, 0.5], [0.0, 2.0, 1.0],
            [1.0, -2.0, 0.0], [3.0, 0.0, -1.0])
        .With("label", 3, -1, 2, 1, 0, 4, -2, 1.5)
        .With("class", 1, 0, 1, 0, 0, 1, 0, 1)
        .With("third", 0, 1, 2, 1, 0, 2, 1, 2)
        .With("weight", 1, 2, 0.5, 1, 3, 1, 0, 2);
}
