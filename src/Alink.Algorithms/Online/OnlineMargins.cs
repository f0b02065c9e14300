namespace Alink.Online;

/// <summary>What classifiers over margins share when they learn row by row.</summary>
static class OnlineMargins
{
    /// <summary>Learns the rows of a batch, and tells what the model of each moment makes of them.</summary>
    /// <param name="learner">The settings.</param>
    /// <param name="state">What has been learnt so far.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="label">The column of the classes.</param>
    /// <param name="margins">The margins of each row before it is learnt, by the classes in their order; empty where nobody asks.</param>
    /// <param name="labels">The classes; null while not all are known.</param>
    /// <param name="workers">Who may share the slopes of a mini-batch; null: nobody.</param>
    /// <returns>How many rows came before there was a model.</returns>
    public static int Learn(
        this GradientLearner learner, GradientState state, Table batch, Column<Category> label, Span<double> margins,
        out Levels? labels, Workers? workers = null)
    {
        var classes = state.Classes!;
        var (knewWidth, knewClasses) = (state.Width >= 0, classes.Known);
        var numbers = classes.Read(batch, label);
        learner.Learn(state, batch, Array.ConvertAll(numbers, number => (double)number), margins, workers);
        labels = classes.Known ? classes.Levels(learner.GetType().Name) : null;
        return Finish(classes, numbers, knewWidth, knewClasses, margins);
    }

    /// <summary>Turns margins to the classes in their order.</summary>
    /// <param name="classes">The classes.</param>
    /// <param name="numbers">The class of each row.</param>
    /// <param name="knewWidth">Whether the length of the rows was known before them.</param>
    /// <param name="knewClasses">Whether the classes were known before them.</param>
    /// <param name="margins">The margins, of which each is that of class 1 by number where there is one for a row.</param>
    /// <returns>How many rows came before there was a model.</returns>
    public static int Finish(OnlineClasses classes, int[] numbers, bool knewWidth, bool knewClasses, Span<double> margins)
    {
        if (classes.Known && classes.IsTurned)
        {
            foreach (ref var margin in margins)
            {
                margin = 0 - margin;
            }
        }

        // The row that brings the second class, and with it the first model, still has no prediction.
        var unpredicted = knewClasses ? 0 : classes.Known ? numbers.AsSpan().IndexOf(1) + 1 : numbers.Length;
        return Math.Min(numbers.Length, knewWidth ? unpredicted : Math.Max(1, unpredicted));
    }

    /// <summary>The weights of a state.</summary>
    /// <param name="learner">The settings.</param>
    /// <param name="state">What has been learnt so far.</param>
    /// <exception cref="TrainingException">There were no rows, or only one class.</exception>
    public static (Levels Labels, Matrix Coefficients, double[] Intercepts, OptimizerMemory Memory) Read(
        this GradientLearner learner, GradientState state)
    {
        var name = learner.GetType().Name;
        var learnt = state.Learnt(name);
        var labels = state.Classes!.Levels(name);
        var (rule, sign) = (new StepRule(learner), state.Classes.IsTurned ? -1 : 1);
        var weights = learnt.Read(rule, sign, out var intercepts);
        return (
            labels, new(learnt.Margins, state.Width, [.. weights]), intercepts, learnt.Memory(rule, learner.Optimizer, sign));
    }

    /// <summary>The state that goes on from a model's margins.</summary>
    /// <param name="learner">The settings.</param>
    /// <param name="label">The column of the classes.</param>
    /// <param name="given">The classes of the options; empty where they say nothing.</param>
    /// <param name="model">The model.</param>
    /// <param name="labels">Its classes.</param>
    /// <param name="coefficients">Its coefficients; shape: margins × features.</param>
    /// <param name="intercepts">Its intercepts; shape: margins.</param>
    /// <param name="memory">What its optimiser remembers; null where there is nothing of the kind.</param>
    /// <exception cref="TrainingException">The model has other classes, a weight that is infinite, or an unwanted intercept.</exception>
    public static GradientState Resume(
        this GradientLearner learner, Column<Category> label, IReadOnlyList<string> given, Model model, Levels labels,
        Matrix coefficients, IReadOnlyList<double> intercepts, OptimizerMemory? memory)
    {
        if (labels.Count < 2 || (given.Count > 0 && !given.SequenceEqual(labels.Names)))
        {
            throw new TrainingException($"The model divides {labels}, not the classes of the options.");
        }

        Margins.CheckIntercept(intercepts.Any(intercept => intercept != 0), learner.FitIntercept);
        var state = new GradientState(model.FeatureNames, new(label.Name, labels));

        // Two classes with a margin each are divided by the difference.
        var isDifference = labels.Count == 2 && coefficients.Rows == 2;
        state.Sized(coefficients.Columns, learner).Take(
            1,
            (k, j) => isDifference ? Of(1, j) - Of(0, j) : Of(k, j),
            memory,
            learner.Optimizer);
        return state;

        double Of(int k, int j)
        {
            var weight = j < coefficients.Columns ? coefficients[k, j] : intercepts[k];
            return double.IsFinite(weight) ? weight
                : throw new TrainingException($"{learner.GetType().Name} cannot go on from a weight of {weight}.");
        }
    }
}
