namespace Alink.Tuning;

/// <summary>What a search has found; it predicts as the best model does.</summary>
/// <param name="Learner">The learner with the best options.</param>
/// <param name="Model">What it has learnt from all rows; this is what a model file keeps.</param>
/// <param name="Score">The mean over the folds of the best options.</param>
/// <param name="Trials">
/// A row for each candidate in the order they were tried: each option, <c>share</c> of the training rows, <c>mean</c> and
/// <c>deviation</c> over the folds, the score of each fold as <c>fold_0</c> and so on, <c>seconds</c>, and <c>error</c>;
/// what failed has no numbers.
/// </param>
public sealed record SearchModel<TLearner>(TLearner Learner, ITransformer Model, double Score, Table Trials) : ITransformer
    where TLearner : IEstimator
{
    /// <inheritdoc/>
    public Schema Transform(Schema input) => Model.Transform(input);

    /// <inheritdoc/>
    public Table Transform(Table input) => Model.Transform(input);

    /// <inheritdoc/>
    public Func<bool> Bind(RowCells row) => Model.Bind(row);
}
