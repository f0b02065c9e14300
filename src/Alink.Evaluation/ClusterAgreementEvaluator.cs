namespace Alink.Evaluation;

/// <summary>Compares clusters with classes that are known of the rows; the names of clusters do not matter.</summary>
/// <remarks>
/// L. Hubert and P. Arabie, "Comparing partitions", Journal of Classification 2, 1985; A. Rosenberg and J. Hirschberg,
/// "V-Measure: a conditional entropy-based external cluster evaluation measure", EMNLP 2007.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("label", "a", "a", "b", "b").With("prediction", 1, 1, 0, 0);
/// new ClusterAgreementEvaluator().Evaluate(rows).AdjustedRand // => 1
/// </code>
/// </example>
public sealed record ClusterAgreementEvaluator : IOnePassEvaluator<ClassPairs, ClusterAgreement>
{
    /// <summary>The class of each row.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>The cluster of each row.</summary>
    public Column<Category> Prediction { get; init; } = "prediction";

    /// <summary>How often each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    MulticlassEvaluator Pairs => new() { Label = Label, Prediction = Prediction, Weight = Weight, Probabilities = null };

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public ClassPairs Start(Schema schema)
    {
        schema.Reading(Label).Reading(Prediction).Reading(Weight);
        return new(DataType.String, hasLoss: false); // Classes and clusters may be of different types.
    }

    /// <inheritdoc/>
    public ClassPairs Update(ClassPairs state, Table batch) => Pairs.Update(state, batch);

    /// <inheritdoc/>
    public ClassPairs Merge(ClassPairs left, ClassPairs right) => Pairs.Merge(left, right);

    /// <inheritdoc/>
    public ClusterAgreement Snapshot(ClassPairs state)
    {
        var pairs = Pairs.Snapshot(state).Confusion;
        var (classes, clusters) = (new double[pairs.Rows], new double[pairs.Rows]);
        var (joint, purity, all) = (0.0, 0.0, 0.0);
        for (var cluster = 0; cluster < pairs.Columns; cluster++)
        {
            var most = 0.0;
            for (var label = 0; label < pairs.Rows; label++)
            {
                var weight = pairs[label, cluster];
                classes[label] += weight;
                clusters[cluster] += weight;
                joint += Pairwise(weight);
                most = Math.Max(most, weight);
            }

            purity += most;
            all += clusters[cluster];
        }

        var information = 0.0;
        for (var label = 0; label < pairs.Rows; label++)
        {
            for (var cluster = 0; cluster < pairs.Columns; cluster++)
            {
                var weight = pairs[label, cluster];
                information += weight == 0 ? 0 : weight / all * Math.Log(weight * all / (classes[label] * clusters[cluster]));
            }
        }

        var (ofClasses, ofClusters, ofAll) = (classes.Sum(Pairwise), clusters.Sum(Pairwise), Pairwise(all));
        var (classEntropy, clusterEntropy) = (classes.Sum(Entropy), clusters.Sum(Entropy));
        var chance = ofClasses * ofClusters / ofAll;
        var together = (ofClasses + ofClusters) / 2;
        return new(
            purity / all,
            classEntropy + clusterEntropy == 0 ? 1 : Math.Max(0, 2 * information / (classEntropy + clusterEntropy)),
            classEntropy == 0 ? 1 : Math.Max(0, information / classEntropy),
            clusterEntropy == 0 ? 1 : Math.Max(0, information / clusterEntropy),
            ofAll > 0 ? (ofAll + (2 * joint) - ofClasses - ofClusters) / ofAll : double.NaN,
            ofAll > 0 ? (together == chance ? 1 : (joint - chance) / (together - chance))
            : classEntropy + clusterEntropy == 0 ? 1 : double.NaN);

        double Entropy(double weight) => weight == 0 ? 0 : -(weight / all * Math.Log(weight / all));
    }

    /// <summary>How many pairs so many rows make.</summary>
    static double Pairwise(double weight) => weight * (weight - 1) / 2;
}

/// <summary>How clusters agree with classes.</summary>
/// <param name="Purity">The share of the rows that are of the class that is most frequent in their cluster.</param>
/// <param name="NormalizedMutualInformation">What cluster and class tell of each other over the mean of their entropies, in [0, 1]: the V-measure.</param>
/// <param name="Homogeneity">1 where each cluster holds one class alone, in [0, 1].</param>
/// <param name="Completeness">1 where each class lies in one cluster, in [0, 1].</param>
/// <param name="Rand">The share of the pairs of rows that are together in both or apart in both; NaN for one row, and for weights of 1 or less in all.</param>
/// <param name="AdjustedRand">That, less what chance explains: 0 by chance, at most 1; NaN for weights of 1 or less in all, but 1 for one class in one cluster.</param>
[TypeFormatterSource]
public sealed record ClusterAgreement(
    double Purity, double NormalizedMutualInformation, double Homogeneity, double Completeness, double Rand, double AdjustedRand)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"purity {Purity:F4}  NMI {NormalizedMutualInformation:F4}  ARI {AdjustedRand:F4}");
}
