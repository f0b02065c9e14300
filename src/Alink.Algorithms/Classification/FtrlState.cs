using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Classification;

/// <summary>What an <see cref="Ftrl"/> has learnt so far: z and n of each coordinate, and the classes.</summary>
public sealed class FtrlState
{
    internal FtrlState(OnlineClasses classes, ImmutableArray<string> featureNames) =>
        (Classes, FeatureNames) = (classes, featureNames);

    /// <summary>The names of the features; empty where unknown.</summary>
    internal ImmutableArray<string> FeatureNames { get; }

    /// <summary>The two classes; margins are those of number 1.</summary>
    internal OnlineClasses Classes { get; }

    /// <summary>How many features there are; −1 before the first row.</summary>
    internal int Width { get; private set; } = -1;

    /// <summary>z and n of each feature in turn, and last of the intercept if there is one.</summary>
    internal double[] Coordinates { get; private set; } = [];

    /// <summary>The mini-batch under way; null where each row makes a step of its own.</summary>
    internal FtrlBatch? Batch { get; private set; }

    /// <summary>This state, once its rows are known to have a length.</summary>
    /// <exception cref="TrainingException">Rows of another length came before.</exception>
    internal FtrlState Sized(int width, Ftrl options)
    {
        if (Width < 0)
        {
            var count = width + (options.FitIntercept ? 1 : 0);
            (Width, Coordinates) = (width, new double[2 * count]);
            Batch = options.BatchSize > 1 ? new(count) : null;
        }

        TrainingRows.SameLength(width, Width);
        return this;
    }
}
