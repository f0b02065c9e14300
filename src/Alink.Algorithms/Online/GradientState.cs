using System.Collections.Immutable;

namespace Alink.Online;

/// <summary>What a linear model has learnt so far by steps against the gradient.</summary>
public sealed class GradientState
{
    internal GradientState(ImmutableArray<string> featureNames, OnlineClasses? classes) =>
        (FeatureNames, Classes) = (featureNames, classes);

    /// <summary>The names of the features; empty where unknown.</summary>
    internal ImmutableArray<string> FeatureNames { get; }

    /// <summary>The classes; null where a number is predicted.</summary>
    internal OnlineClasses? Classes { get; }

    /// <summary>How many features there are; −1 before the first row.</summary>
    internal int Width { get; private set; } = -1;

    /// <summary>The weights; null before the first row.</summary>
    internal GradientWeights? Weights { get; private set; }

    /// <summary>A state before any row, of the schema's length where that is known.</summary>
    internal static GradientState Start(Schema schema, GradientLearner options, OnlineClasses? classes)
    {
        var features = schema.Field(options.Features);
        var state = new GradientState(features.FeatureNames, classes);
        if (features.VectorLength is { } width)
        {
            state.Sized(width, options);
        }

        return state;
    }

    /// <summary>The weights, once rows are known to have a length.</summary>
    /// <exception cref="TrainingException">Rows of another length came before.</exception>
    internal GradientWeights Sized(int width, GradientLearner options)
    {
        TrainingRows.SameLength(width, Width < 0 ? width : Width);
        Width = width;
        return Weights ??= new(
            width, Classes?.Margins ?? 1, options.FitIntercept, StepRule.Stride(options.Optimizer), options.BatchSize > 1);
    }

    /// <summary>The weights, which some row must have shaped.</summary>
    /// <exception cref="TrainingException">There were no rows.</exception>
    internal GradientWeights Learnt(string learner) =>
        Weights ?? throw new TrainingException($"{learner} needs at least one row.");
}
