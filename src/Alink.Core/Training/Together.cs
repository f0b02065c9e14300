using System.Collections.Immutable;

namespace Alink;

/// <summary>Estimators that train in one pass over the rows, since none reads what one before it writes.</summary>
/// <remarks>
/// Each is shown the rows without the columns that those before it write, so that what it learns cannot depend on them: it
/// is what it would learn of the rows as they come out of those, provided that they pass every row on.
/// </remarks>
abstract class Together
{
    /// <summary>The stages from a place on that train in one pass; none where the first does not.</summary>
    public static List<IOnePassEstimator> From(ImmutableArray<IStage> stages, int first, Schema rows, out Together? pass)
    {
        var members = new List<IOnePassEstimator>();
        var passes = new List<Together>();
        var written = new HashSet<string>();
        var schema = rows;
        foreach (var stage in stages.Skip(first))
        {
            var seen = written.Count == 0 ? rows : new Schema([.. rows.Fields.Where(field => !written.Contains(field.Name))]);
            if (stage is not IOnePassEstimator { FitsInOnePass: true } estimator || (members.Count > 0 && !Reads(stage, seen)))
            {
                break;
            }

            members.Add(estimator);
            passes.Add(estimator.Pass(written.Count == 0 ? null : [.. seen.Fields.Select(field => field.Name)]));
            if (!estimator.MayPassAll(seen))
            {
                break;
            }

            // A column that a stage writes is a new field, also where it comes out as it went in.
            var after = stage.Transform(schema);
            written.UnionWith(after.Fields
                .Where(field => !schema.Has(field.Name) || !ReferenceEquals(schema[field.Name], field)).Select(field => field.Name));
            schema = after;
        }

        pass = passes.Count == 0 ? null : Joined(passes);
        return members;
    }

    /// <summary>One pass.</summary>
    /// <returns>What the members have learnt, up to the first that leaves out or refuses a row: those after it have
    /// seen too many.</returns>
    public abstract ValueTask<List<ITransformer>> FitAsync(IDataset training, TrainingContext context);

    public abstract Together And(Together right);

    public abstract Together After<TLeft>(Together<TLeft> left);

    /// <summary>All passes in one; as a balanced tree, so that the type of its state is not as
    /// deep as there are members.</summary>
    static Together Joined(List<Together> passes)
    {
        while (passes.Count > 1)
        {
            passes = [.. passes.Chunk(2).Select(pair => pair.Length == 2 ? pair[0].And(pair[1]) : pair[0])];
        }

        return passes[0];
    }

    static bool Reads(IStage stage, Schema schema)
    {
        try
        {
            stage.Transform(schema);
            return true;
        }
        catch (SchemaException)
        {
            return false; // What it reads is written by a stage before it, so it trains after that one.
        }
    }
}

/// <summary>A pass whose state has a type.</summary>
/// <param name="fold">The fold over the rows.</param>
/// <param name="learnt">Adds the models of a state, and says whether they pass every row on.</param>
sealed class Together<TState>(IAggregator<TState> fold, Func<TState, TrainingContext, List<ITransformer>, bool> learnt) : Together
{
    public override async ValueTask<List<ITransformer>> FitAsync(IDataset training, TrainingContext context)
    {
        var state = await training.AggregateAsync(fold, context).ConfigureAwait(false);
        var models = new List<ITransformer>();
        learnt(state, context, models);
        return models;
    }

    public override Together And(Together right) => right.After(this);

    public override Together After<TLeft>(Together<TLeft> left) => new Together<Both<TLeft, TState>>(
        new BothFolds<TLeft, TState>(left.Fold, fold),
        (state, context, models) => left.Learnt(state.Left, context, models) && learnt(state.Right, context, models));

    IAggregator<TState> Fold => fold;

    Func<TState, TrainingContext, List<ITransformer>, bool> Learnt => learnt;
}

/// <summary>The states of two folds.</summary>
sealed class Both<TLeft, TRight>(TLeft left, TRight right)
{
    public TLeft Left = left;

    public TRight Right = right;
}

/// <summary>Two folds over the same rows.</summary>
sealed class BothFolds<TLeft, TRight>(IAggregator<TLeft> left, IAggregator<TRight> right) : IAggregator<Both<TLeft, TRight>>
{
    public Both<TLeft, TRight> Start(Schema schema) => new(left.Start(schema), right.Start(schema));

    public Both<TLeft, TRight> Update(Both<TLeft, TRight> state, Table batch)
    {
        state.Left = left.Update(state.Left, batch);
        state.Right = right.Update(state.Right, batch);
        return state;
    }

    public Both<TLeft, TRight> Merge(Both<TLeft, TRight> one, Both<TLeft, TRight> other)
    {
        one.Left = left.Merge(one.Left, other.Left);
        one.Right = right.Merge(one.Right, other.Right);
        return one;
    }
}

/// <summary>A fold that is shown some of the columns.</summary>
sealed class FoldOfColumns<TState>(IAggregator<TState> fold, ImmutableArray<string> columns) : IAggregator<TState>
{
    public TState Start(Schema schema) => fold.Start(new Schema([.. columns.Select(name => schema[name])]));

    public TState Update(TState state, Table batch) => fold.Update(state, batch.Select(columns));

    public TState Merge(TState left, TState right) => fold.Merge(left, right);
}
